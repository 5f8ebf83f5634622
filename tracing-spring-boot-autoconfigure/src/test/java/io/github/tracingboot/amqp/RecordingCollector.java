package io.github.tracingboot.amqp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Consumer;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.observation.ObservationCollector;
import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;

/** A collector that somebody else has installed. */
final class RecordingCollector implements ObservationCollector {

	final List<String> calls = new ArrayList<>();

	@Override
	public void publish(PublishCall call, AMQP.Basic.Publish publish, AMQP.BasicProperties properties, byte[] body,
			ConnectionInfo connection) throws IOException {
		this.calls.add(Span.current().getSpanContext().getSpanId());
		call.publish(properties);
	}

	@Override
	public Consumer basicConsume(String queue, String consumerTag, Consumer consumer) {
		this.calls.add(queue + consumerTag);
		return consumer;
	}

	@Override
	public @Nullable GetResponse basicGet(BasicGetCall call, String queue) {
		this.calls.add(queue);
		return call.get();
	}

}
