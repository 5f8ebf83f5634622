package io.github.tracingboot.amqp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.observation.ObservationCollector;
import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;

/** Messages as they are handed to the client, once an observer has seen them. */
final class Published {

	final List<AMQP.BasicProperties> sent = new ArrayList<>();

	void publish(PublishObserver observer, @Nullable Map<String, Object> headers) throws IOException {
		AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder().headers(headers)
			.messageId("m-1")
			.correlationId("c-1")
			.build();
		observer.publish(this.sent::add, to("events", "order.created"), properties, new byte[0],
				new ObservationCollector.ConnectionInfo() {

					@Override
					public String getPeerAddress() {
						return "10.1.2.3";
					}

					@Override
					public int getPeerPort() {
						return 5672;
					}

				});
	}

	Map<String, Object> headers() {
		return this.sent.get(0).getHeaders();
	}

	static AMQP.Basic.Publish to(String exchange, String routingKey) {
		return new AMQP.Basic.Publish.Builder().exchange(exchange).routingKey(routingKey).build();
	}

	static String traceparent(SpanContext context) {
		return "00-" + context.getTraceId() + "-" + context.getSpanId() + "-" + context.getTraceFlags().asHex();
	}

}
