package io.github.tracingboot.annotation

import io.opentelemetry.api.trace.Span
import io.opentelemetry.api.trace.SpanContext
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext

/** What a Kotlin application would trace, and how it would call it. */
open class KotlinPrices {

    @Traced
    @SpanAttribute("price")
    open suspend fun price(@SpanAttribute symbol: String, seen: MutableList<SpanContext>): Double {
        seen.add(current())
        delay(1)
        seen.add(current())
        withContext(Dispatchers.IO) { seen.add(current()) }
        return 30.25
    }

    @Traced
    open suspend fun outer(inner: suspend () -> Unit) {
        delay(1)
        inner()
    }

    @Traced(expected = [IllegalArgumentException::class])
    open suspend fun failing(thrown: Exception) {
        delay(1)
        throw thrown
    }

    @Traced
    open fun stream(vararg prices: Int): Flow<Int> = flow {
        for (price in prices) {
            check(current().isValid)
            emit(price)
        }
    }

    @Traced
    open fun slowStream(failure: Exception?): Flow<Int> = flow {
        emit(1)
        delay(1)
        failure?.let { throw it }
        emit(2)
    }

}

private fun current(): SpanContext = Span.current().spanContext

object KotlinCalls {

    @JvmStatic
    fun price(prices: KotlinPrices, seen: MutableList<SpanContext>): Double = runBlocking { prices.price("ZEC", seen) }

    @JvmStatic
    fun nested(prices: KotlinPrices, seen: MutableList<SpanContext>) = runBlocking {
        prices.outer { prices.price("ZEC", seen) }
        check(!current().isValid)
    }

    @JvmStatic
    fun failing(prices: KotlinPrices, thrown: Exception) = runBlocking { prices.failing(thrown) }

    @JvmStatic
    fun list(flow: Flow<Int>): List<Int> = runBlocking { flow.toList() }

    @JvmStatic
    fun first(flow: Flow<Int>): Int = runBlocking { flow.first() }

}
