package io.github.tracingboot.benchmarks.annotated;

import java.util.concurrent.CompletableFuture;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;

/** The spans as a careful programmer writes them. */
final class HandWrittenAgent implements Agent {

	private static final AttributeKey<String> TYPE = AttributeKey.stringKey("query.type");

	private static final AttributeKey<Long> ENTITIES = AttributeKey.longKey("entities.count");

	private static final AttributeKey<Long> DEPTH = AttributeKey.longKey("depth");

	private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

	private final Tracer tracer;

	HandWrittenAgent(Tracer tracer) {
		this.tracer = tracer;
	}

	@Override
	public long process(String type, long entities) {
		Span span = this.tracer.spanBuilder("Agent.process").startSpan();
		try (Scope scope = span.makeCurrent()) {
			span.setAttribute(TYPE, type);
			span.setAttribute(ENTITIES, entities);
			return entities;
		}
		catch (Throwable ex) {
			record(span, ex);
			throw ex;
		}
		finally {
			span.end();
		}
	}

	@Override
	public long fail(String type, long entities) {
		Span span = this.tracer.spanBuilder("Agent.fail").startSpan();
		try (Scope scope = span.makeCurrent()) {
			span.setAttribute(TYPE, type);
			span.setAttribute(ENTITIES, entities);
			throw new IllegalStateException(type);
		}
		catch (Throwable ex) {
			record(span, ex);
			throw ex;
		}
		finally {
			span.end();
		}
	}

	@Override
	public CompletableFuture<Long> start(String type, long entities, CompletableFuture<Long> result) {
		Span span = this.tracer.spanBuilder("Agent.start").startSpan();
		try (Scope scope = span.makeCurrent()) {
			span.setAttribute(TYPE, type);
			span.setAttribute(ENTITIES, entities);
			return result.whenComplete((value, ex) -> {
				if (ex != null) {
					record(span, ex);
				}
				span.end();
			});
		}
		catch (Throwable ex) {
			record(span, ex);
			span.end();
			throw ex;
		}
	}

	@Override
	public long nest(Agent outside, long depth) {
		Span span = this.tracer.spanBuilder("Agent.nest").startSpan();
		try (Scope scope = span.makeCurrent()) {
			span.setAttribute(DEPTH, depth);
			return (depth > 1) ? outside.nest(outside, depth - 1) : depth;
		}
		catch (Throwable ex) {
			record(span, ex);
			throw ex;
		}
		finally {
			span.end();
		}
	}

	@Override
	public long inspect(Query query) {
		return name(query.type());
	}

	@Override
	public long name(String type) {
		Span span = this.tracer.spanBuilder("Agent.name").startSpan();
		try (Scope scope = span.makeCurrent()) {
			span.setAttribute(TYPE, type);
			return type.length();
		}
		catch (Throwable ex) {
			record(span, ex);
			throw ex;
		}
		finally {
			span.end();
		}
	}

	@Override
	public long ignore(long entities) {
		return entities;
	}

	private static void record(Span span, Throwable ex) {
		span.setStatus(StatusCode.ERROR);
		span.setAttribute(ERROR_TYPE, ex.getClass().getName());
		span.recordException(ex);
	}

}
