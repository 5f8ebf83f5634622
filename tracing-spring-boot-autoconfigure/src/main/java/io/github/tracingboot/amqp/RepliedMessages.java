package io.github.tracingboot.amqp;

import java.io.IOException;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Consumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import org.jspecify.annotations.Nullable;

/**
 * The consumer of direct replies, before whoever waits for one has it. Templates have one
 * each that is no bean, and the client asks about every consumer.
 */
final class RepliedMessages implements Consumer {

	private static final String DIRECT_REPLIES = "amq.rabbitmq.reply-to";

	private final Consumer delegate;

	private final AmqpTracing tracing;

	RepliedMessages(Consumer delegate, AmqpTracing tracing) {
		this.delegate = delegate;
		this.tracing = tracing;
	}

	/** Whether the messages of a queue, or with a routing key, pass through here. */
	static boolean isSeen(@Nullable String queue) {
		return queue != null && queue.startsWith(DIRECT_REPLIES);
	}

	@Override
	public void handleDelivery(String consumerTag, Envelope envelope, AMQP.BasicProperties properties, byte[] body)
			throws IOException {
		this.tracing.hear(properties.getHeaders());
		this.delegate.handleDelivery(consumerTag, envelope, properties, body);
	}

	@Override
	public void handleConsumeOk(String consumerTag) {
		this.delegate.handleConsumeOk(consumerTag);
	}

	@Override
	public void handleCancelOk(String consumerTag) {
		this.delegate.handleCancelOk(consumerTag);
	}

	@Override
	public void handleCancel(String consumerTag) throws IOException {
		this.delegate.handleCancel(consumerTag);
	}

	@Override
	public void handleShutdownSignal(String consumerTag, ShutdownSignalException signal) {
		this.delegate.handleShutdownSignal(consumerTag, signal);
	}

	@Override
	public void handleRecoverOk(String consumerTag) {
		this.delegate.handleRecoverOk(consumerTag);
	}

}
