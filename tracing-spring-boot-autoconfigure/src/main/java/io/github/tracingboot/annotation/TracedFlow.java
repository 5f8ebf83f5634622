package io.github.tracingboot.annotation;

import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import kotlin.ResultKt;
import kotlin.Unit;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.CoroutineContext;
import kotlin.coroutines.intrinsics.IntrinsicsKt;
import kotlinx.coroutines.flow.Flow;
import kotlinx.coroutines.flow.FlowCollector;
import org.jspecify.annotations.Nullable;

/**
 * Gives each collection of a flow a span. The span is current until the flow first
 * suspends: a flow may not be collected in another coroutine context than it is asked to.
 */
record TracedFlow<T>(Flow<T> source, Supplier<@Nullable Span> start, SpanEnd end) implements Flow<T> {

	static Object of(Object flow, Supplier<@Nullable Span> start, SpanEnd end) {
		return new TracedFlow<>((Flow<?>) flow, start, end);
	}

	@Override
	public @Nullable Object collect(FlowCollector<? super T> collector, Continuation<? super Unit> continuation) {
		Context caller = Context.current();
		Span span = this.start.get();
		if (span == null) {
			return this.source.collect(collector, continuation);
		}
		Object result;
		try (Scope scope = caller.with(span).makeCurrent()) {
			result = this.source.collect(outside(collector, caller), ending(span, continuation));
		}
		catch (Throwable ex) {
			end(span, ex);
			throw ex;
		}
		if (result != IntrinsicsKt.getCOROUTINE_SUSPENDED()) {
			end(span, null);
		}
		return result;
	}

	private FlowCollector<T> outside(FlowCollector<? super T> collector, Context caller) {
		return (element, continuation) -> {
			try (Scope scope = caller.makeCurrent()) {
				return collector.emit(element, continuation);
			}
		};
	}

	private Continuation<Unit> ending(Span span, Continuation<? super Unit> continuation) {
		return new Continuation<>() {
			@Override
			public CoroutineContext getContext() {
				return continuation.getContext();
			}

			@Override
			public void resumeWith(Object result) {
				end(span, failure(result));
				continuation.resumeWith(result);
			}
		};
	}

	private static @Nullable Throwable failure(Object result) {
		try {
			ResultKt.throwOnFailure(result);
			return null;
		}
		catch (Throwable ex) {
			return ex;
		}
	}

	private void end(Span span, @Nullable Throwable error) {
		// The way out of first() and take() too.
		this.end.end(span, null, (error instanceof CancellationException) ? null : error);
	}

}
