package io.github.tracingboot.amqp;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.MetricsCollector;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the span of a publish open until the broker has answered. The client's metrics
 * are the one place that tells, for every channel, which publish was which and what the
 * broker said to it.
 */
final class PublishConfirms implements MetricsCollector {

	// Not yet known on which channel; the client says so at once.
	private static final ThreadLocal<@Nullable Publication> WRITTEN = new ThreadLocal<>();

	private final MetricsCollector delegate;

	private final AmqpTracing tracing;

	private final Duration timeout;

	private final BooleanSupplier expected;

	private final Map<Channel, ConfirmingChannel> channels = new ConcurrentHashMap<>();

	private final Sweeper sweeper = new Sweeper(this::expire);

	private volatile boolean seen;

	PublishConfirms(MetricsCollector delegate, AmqpTracing tracing, Duration timeout, BooleanSupplier expected) {
		this.delegate = delegate;
		this.tracing = tracing;
		this.timeout = timeout;
		this.expected = expected;
	}

	/** Takes over to end the span of a message that has just been written. */
	boolean take(Publication publication) {
		if (this.channels.isEmpty() || !(this.seen || this.expected.getAsBoolean())) {
			return false;
		}
		endLeftOver();
		WRITTEN.set(publication);
		return true;
	}

	@Override
	public void basicPublish(Channel channel) {
		try {
			published(channel);
		}
		catch (RuntimeException ex) {
			this.tracing.failed(ex);
		}
		this.delegate.basicPublish(channel);
	}

	private void published(Channel channel) {
		long next = channel.getNextPublishSeqNo();
		ConfirmingChannel confirming = (next > 0) ? this.channels.get(channel) : null;
		if (confirming == null) {
			endLeftOver();
			return;
		}
		this.seen = true;
		Publication publication = WRITTEN.get();
		WRITTEN.set(null);
		if (confirming.published(next - 1, publication)) {
			this.sweeper.within(this.timeout.toNanos());
		}
	}

	private void endLeftOver() {
		Publication left = WRITTEN.get();
		if (left != null) {
			WRITTEN.set(null);
			this.tracing.end(left.span());
		}
	}

	private long expire() {
		long next = 0;
		for (ConfirmingChannel channel : this.channels.values()) {
			long left = channel.expire();
			next = (next == 0 || (left > 0 && left < next)) ? left : next;
		}
		return next;
	}

	@Override
	public void basicPublishAck(Channel channel, long deliveryTag, boolean multiple) {
		answer(channel, deliveryTag, multiple, true);
		this.delegate.basicPublishAck(channel, deliveryTag, multiple);
	}

	@Override
	public void basicPublishNack(Channel channel, long deliveryTag, boolean multiple) {
		answer(channel, deliveryTag, multiple, false);
		this.delegate.basicPublishNack(channel, deliveryTag, multiple);
	}

	private void answer(Channel channel, long deliveryTag, boolean multiple, boolean ack) {
		ConfirmingChannel confirming = this.channels.get(channel);
		if (confirming != null) {
			confirming.answered(deliveryTag, multiple, ack);
		}
	}

	@Override
	public void newChannel(Channel channel) {
		try {
			listenTo(channel);
		}
		catch (RuntimeException ex) {
			this.channels.remove(channel);
			this.tracing.failed(ex);
		}
		this.delegate.newChannel(channel);
	}

	private void listenTo(Channel channel) {
		ConfirmingChannel confirming = new ConfirmingChannel(channel, this.tracing, this.timeout);
		this.channels.put(channel, confirming);
		channel.addReturnListener(confirming);
		channel.addShutdownListener((cause) -> {
			this.channels.remove(channel);
			confirming.closed();
		});
	}

	@Override
	public void closeChannel(Channel channel) {
		this.delegate.closeChannel(channel);
	}

	@Override
	public void newConnection(Connection connection) {
		this.delegate.newConnection(connection);
	}

	@Override
	public void closeConnection(Connection connection) {
		this.delegate.closeConnection(connection);
	}

	@Override
	public void basicPublishFailure(Channel channel, Throwable cause) {
		this.delegate.basicPublishFailure(channel, cause);
	}

	@Override
	public void basicPublishUnrouted(Channel channel) {
		this.delegate.basicPublishUnrouted(channel);
	}

	@Override
	public void consumedMessage(Channel channel, long deliveryTag, boolean autoAck) {
		this.delegate.consumedMessage(channel, deliveryTag, autoAck);
	}

	@Override
	public void consumedMessage(Channel channel, long deliveryTag, String consumerTag) {
		this.delegate.consumedMessage(channel, deliveryTag, consumerTag);
	}

	@Override
	public void basicAck(Channel channel, long deliveryTag, boolean multiple) {
		this.delegate.basicAck(channel, deliveryTag, multiple);
	}

	@Override
	public void basicNack(Channel channel, long deliveryTag) {
		this.delegate.basicNack(channel, deliveryTag);
	}

	@Override
	public void basicReject(Channel channel, long deliveryTag) {
		this.delegate.basicReject(channel, deliveryTag);
	}

	@Override
	public void basicNack(Channel channel, long deliveryTag, boolean requeue) {
		this.delegate.basicNack(channel, deliveryTag, requeue);
	}

	@Override
	public void basicReject(Channel channel, long deliveryTag, boolean requeue) {
		this.delegate.basicReject(channel, deliveryTag, requeue);
	}

	@Override
	public void basicConsume(Channel channel, String consumerTag, boolean autoAck) {
		this.delegate.basicConsume(channel, consumerTag, autoAck);
	}

	@Override
	public void basicCancel(Channel channel, String consumerTag) {
		this.delegate.basicCancel(channel, consumerTag);
	}

}
