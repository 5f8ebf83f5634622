package io.github.tracingboot.amqp;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
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

	private final Supplier<ContextPropagators> propagators;

	private final AtomicBoolean warned = new AtomicBoolean();

	// Looked up at the first message: an exporter may itself need a connection factory.
	AmqpTracing(Supplier<Tracer> tracer, Supplier<ContextPropagators> propagators) {
		this.tracer = SingletonSupplier.of(tracer);
		this.propagators = SingletonSupplier.of(propagators);
	}

	Tracer tracer() {
		return this.tracer.get();
	}

	TextMapPropagator propagator() {
		return this.propagators.get().getTextMapPropagator();
	}

	void record(Span span, Throwable error) {
		try {
			SpanErrors.record(span, error);
		}
		catch (Throwable ex) {
			failed(ex);
		}
	}

	void finish(Scope scope, Span span) {
		try {
			try {
				scope.close();
			}
			finally {
				span.end();
			}
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
