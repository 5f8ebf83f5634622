package io.github.tracingboot.benchmarks.amqp;

import java.util.Map;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import org.jspecify.annotations.Nullable;

import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.annotation.RabbitListener;

/** The process span, as a careful programmer writes it, with the starter's attributes. */
class HandWrittenListener implements Hop.Listener {

	static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");

	static final AttributeKey<String> OPERATION_NAME = AttributeKey.stringKey("messaging.operation.name");

	static final AttributeKey<String> OPERATION_TYPE = AttributeKey.stringKey("messaging.operation.type");

	static final AttributeKey<String> DESTINATION_NAME = AttributeKey.stringKey("messaging.destination.name");

	static final AttributeKey<String> ROUTING_KEY = AttributeKey
		.stringKey("messaging.rabbitmq.destination.routing_key");

	private static final AttributeKey<Long> DELIVERY_TAG = AttributeKey
		.longKey("messaging.rabbitmq.message.delivery_tag");

	private static final AttributeKey<Long> QUEUE_TIME = AttributeKey.longKey("rabbitmq.record.queue_time_ms");

	private static final AttributeKey<String> SERVER_ADDRESS = AttributeKey.stringKey("server.address");

	private static final AttributeKey<Long> SERVER_PORT = AttributeKey.longKey("server.port");

	private static final AttributeKey<String> PEER_ADDRESS = AttributeKey.stringKey("network.peer.address");

	private static final AttributeKey<Long> PEER_PORT = AttributeKey.longKey("network.peer.port");

	static final String SENT = "sent-ms";

	private final Tracer tracer;

	private final TextMapPropagator propagator;

	private long handled;

	HandWrittenListener(OpenTelemetry openTelemetry, Tracer tracer) {
		this.tracer = tracer;
		this.propagator = openTelemetry.getPropagators().getTextMapPropagator();
	}

	@RabbitListener(queues = "query_agent")
	void on(Message message) {
		MessageProperties properties = message.getMessageProperties();
		Map<String, Object> headers = properties.getHeaders();
		Context parent = this.propagator.extract(Context.root(), headers, Headers.INSTANCE);
		Span span = this.tracer.spanBuilder("process agents:query.price:query_agent")
			.setSpanKind(SpanKind.CONSUMER)
			.setParent(parent)
			.startSpan();
		try (Scope scope = parent.with(span).makeCurrent()) {
			span.setAttribute(SYSTEM, "rabbitmq");
			span.setAttribute(OPERATION_NAME, "process");
			span.setAttribute(OPERATION_TYPE, "process");
			span.setAttribute(DESTINATION_NAME, "agents:query.price:query_agent");
			span.setAttribute(ROUTING_KEY, properties.getReceivedRoutingKey());
			span.setAttribute(DELIVERY_TAG, properties.getDeliveryTag());
			if (headers.get(SENT) instanceof Long sent) {
				span.setAttribute(QUEUE_TIME, Math.max(0, System.currentTimeMillis() - sent));
			}
			peer(span);
			this.handled += Math.min(1, message.getBody().length);
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

	static void peer(Span span) {
		span.setAttribute(SERVER_ADDRESS, "127.0.0.1");
		span.setAttribute(SERVER_PORT, 5672L);
		span.setAttribute(PEER_ADDRESS, "127.0.0.1");
		span.setAttribute(PEER_PORT, 5672L);
	}

	@Override
	public long handled() {
		return this.handled;
	}

	private enum Headers implements TextMapGetter<Map<String, Object>> {

		INSTANCE;

		@Override
		public Iterable<String> keys(Map<String, Object> headers) {
			return headers.keySet();
		}

		@Override
		public @Nullable String get(@Nullable Map<String, Object> headers, String key) {
			Object value = (headers != null) ? headers.get(key) : null;
			return (value != null) ? value.toString() : null;
		}

	}

}
