package io.github.tracingboot.benchmarks.amqp;

import java.util.Map;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;

import org.springframework.amqp.rabbit.core.RabbitTemplate;

/** The publish span and its context in the headers, as a careful programmer writes it. */
class HandWrittenPublisher {

	private static final TextMapSetter<Map<String, Object>> HEADERS = (headers, key, value) -> {
		if (headers != null) {
			headers.put(key, value);
		}
	};

	private final RabbitTemplate template;

	private final Tracer tracer;

	private final TextMapPropagator propagator;

	HandWrittenPublisher(RabbitTemplate template, OpenTelemetry openTelemetry, Tracer tracer) {
		this.template = template;
		this.tracer = tracer;
		this.propagator = openTelemetry.getPropagators().getTextMapPropagator();
	}

	void publish(String body) {
		Span span = this.tracer.spanBuilder("send agents:query.price").setSpanKind(SpanKind.PRODUCER).startSpan();
		try (Scope scope = span.makeCurrent()) {
			span.setAttribute(HandWrittenListener.SYSTEM, "rabbitmq");
			span.setAttribute(HandWrittenListener.OPERATION_NAME, "send");
			span.setAttribute(HandWrittenListener.OPERATION_TYPE, "send");
			span.setAttribute(HandWrittenListener.DESTINATION_NAME, "agents:query.price");
			span.setAttribute(HandWrittenListener.ROUTING_KEY, "query.price");
			HandWrittenListener.peer(span);
			this.template.convertAndSend("agents", "query.price", body, (message) -> {
				Map<String, Object> headers = message.getMessageProperties().getHeaders();
				headers.put(HandWrittenListener.SENT, System.currentTimeMillis());
				this.propagator.inject(Context.current(), headers, HEADERS);
				return message;
			});
		}
		catch (Throwable ex) {
			span.setStatus(StatusCode.ERROR);
			span.recordException(ex);
			throw ex;
		}
		finally {
			span.end();
		}
	}

}
