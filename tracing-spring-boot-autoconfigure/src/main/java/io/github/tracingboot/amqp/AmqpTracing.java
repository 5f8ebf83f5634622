package io.github.tracingboot.amqp;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.tracingboot.core.SpanErrors;

import org.springframework.util.function.SingletonSupplier;

/**
 * What the spans of messages are made with, and where a failure of tracing itself ends: a
 * message is sent and handled no matter what a sampler, a propagator or a span processor
 * does.
 */
final class AmqpTracing {

	private static final Logger logger = LoggerFactory.getLogger(AmqpTracing.class);

	private final Supplier<Tracer> tracer;

	private final Supplier<TextMapPropagator> propagator;

	private final Supplier<Collection<String>> fields;

	private final FailedDeliveries failedDeliveries = new FailedDeliveries();

	private final AtomicBoolean warned = new AtomicBoolean();

	// Looked up at the first message: an exporter may itself need a connection factory.
	AmqpTracing(Supplier<Tracer> tracer, Supplier<ContextPropagators> propagators) {
		this.tracer = SingletonSupplier.of(tracer);
		this.propagator = SingletonSupplier.of(() -> propagators.get().getTextMapPropagator());
		this.fields = SingletonSupplier.of(() -> propagator().fields());
	}

	Tracer tracer() {
		return this.tracer.get();
	}

	TextMapPropagator propagator() {
		return this.propagator.get();
	}

	/** The context in the headers of a message and nothing else. */
	Context extract(@Nullable Map<String, Object> headers) {
		if (headers == null || headers.isEmpty()) {
			return Context.root();
		}
		return propagator().extract(Context.root(), headers, MessageHeaders.INSTANCE);
	}

	/** The span whose context is in the headers of a message; mostly there is none. */
	SpanContext carriedBy(@Nullable Map<String, Object> headers) {
		if (headers == null || headers.isEmpty() || !mayCarry(headers.keySet())) {
			return SpanContext.getInvalid();
		}
		return Span.fromContext(extract(headers)).getSpanContext();
	}

	private boolean mayCarry(Set<String> names) {
		Collection<String> fields = this.fields.get();
		for (String field : fields) {
			if (names.contains(field)) {
				return true;
			}
		}
		// A propagator may not know its fields before it sees them.
		return fields.isEmpty();
	}

	/**
	 * A reply belongs to its request, whose span goes on; but propagators learn from it
	 * what the other side has to say about the trace.
	 */
	void hear(@Nullable Map<String, Object> headers) {
		try {
			extract(headers);
		}
		catch (Throwable ex) {
			failed(ex);
		}
	}

	/** Without what else the propagators read, which belongs to the context before. */
	void removeContext(Map<String, Object> headers) {
		for (String field : this.fields.get()) {
			headers.remove(field);
		}
	}

	FailedDeliveries failedDeliveries() {
		return this.failedDeliveries;
	}

	void record(Span span, Throwable error) {
		try {
			SpanErrors.record(span, error);
		}
		catch (Throwable ex) {
			failed(ex);
		}
	}

	void close(Scope scope) {
		try {
			scope.close();
		}
		catch (Throwable ex) {
			failed(ex);
		}
	}

	void end(Span span) {
		try {
			span.end();
		}
		catch (Throwable ex) {
			failed(ex);
		}
	}

	// Once, because it would come with every message.
	void failed(Throwable failure) {
		if (this.warned.compareAndSet(false, true)) {
			logger.warn(
					"Tracing a message failed, the message itself is unharmed; further failures are logged as DEBUG",
					failure);
		}
		else {
			logger.debug("Tracing a message failed", failure);
		}
	}

}
