package io.github.tracingboot.benchmarks.amqp;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.AMQConnection;
import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.Frame;
import com.rabbitmq.client.impl.FrameHandler;
import com.rabbitmq.client.impl.LongStringHelper;
import com.rabbitmq.client.impl.Method;
import org.jspecify.annotations.Nullable;

/**
 * A broker with one connection and one consumer. It speaks AMQP in frames that are
 * written out and read in again, on the thread of whoever calls, and keeps what is
 * published until it is told to deliver.
 */
final class MemoryBroker implements FrameHandler {

	private static final int MAX_FRAME = 131072;

	private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();

	private final Queue<Frame> published = new ArrayDeque<>();

	private @Nullable AMQConnection connection;

	private volatile int consumerChannel;

	private volatile @Nullable String consumerTag;

	private long deliveryTag;

	/** Whether a container has come to consume. */
	boolean hasConsumer() {
		return this.consumerTag != null;
	}

	/** Hands the consumer what was published, on the calling thread. */
	void deliver() throws IOException {
		Frame frame = this.published.poll();
		while (frame != null) {
			this.connection().handleReadFrame(frame);
			frame = this.published.poll();
		}
	}

	@Override
	public void initialize(AMQConnection connection) {
		this.connection = connection;
		try {
			reply(0, new AMQImpl.Connection.Start(0, 9, Map.of(), LongStringHelper.asLongString("PLAIN"),
					LongStringHelper.asLongString("en_US")));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public synchronized void writeFrame(Frame frame) throws IOException {
		this.buffer.reset();
		frame.writeTo(new DataOutputStream(this.buffer));
		byte[] bytes = this.buffer.toByteArray();
		Frame read = Frame.readFrom(new DataInputStream(new ByteArrayInputStream(bytes)), MAX_FRAME);
		if (read.type == AMQP.FRAME_METHOD) {
			answer(read.channel, AMQImpl.readMethodFrom(read.getInputStream()));
		}
		else if (read.type != AMQP.FRAME_HEARTBEAT) {
			this.published.add(new Frame(read.type, this.consumerChannel, read.getPayload()));
		}
	}

	private void answer(int channel, Method method) throws IOException {
		if (method instanceof AMQImpl.Basic.Publish publish) {
			String tag = this.consumerTag;
			this.published.add(new AMQImpl.Basic.Deliver((tag != null) ? tag : "", ++this.deliveryTag, false,
					publish.getExchange(), publish.getRoutingKey())
				.toFrame(this.consumerChannel));
		}
		else if (method instanceof AMQImpl.Connection.StartOk) {
			reply(channel, new AMQImpl.Connection.Tune(0, MAX_FRAME, 0));
		}
		else if (method instanceof AMQImpl.Connection.Open) {
			reply(channel, new AMQImpl.Connection.OpenOk(""));
		}
		else if (method instanceof AMQImpl.Connection.Close) {
			reply(channel, new AMQImpl.Connection.CloseOk());
		}
		else if (method instanceof AMQImpl.Channel.Open) {
			reply(channel, new AMQImpl.Channel.OpenOk(LongStringHelper.asLongString("")));
		}
		else if (method instanceof AMQImpl.Channel.Close) {
			reply(channel, new AMQImpl.Channel.CloseOk());
		}
		else if (method instanceof AMQImpl.Queue.Declare declare) {
			reply(channel, new AMQImpl.Queue.DeclareOk(declare.getQueue(), 0, 0));
		}
		else if (method instanceof AMQImpl.Basic.Qos) {
			reply(channel, new AMQImpl.Basic.QosOk());
		}
		else if (method instanceof AMQImpl.Basic.Consume) {
			reply(channel, new AMQImpl.Basic.ConsumeOk("consumer"));
			this.consumerChannel = channel;
			this.consumerTag = "consumer";
		}
		else if (method instanceof AMQImpl.Basic.Cancel cancel) {
			reply(channel, new AMQImpl.Basic.CancelOk(cancel.getConsumerTag()));
		}
		else if (!(method instanceof AMQImpl.Basic.Ack || method instanceof AMQImpl.Connection.TuneOk)) {
			throw new IOException("Not understood: " + method);
		}
	}

	private void reply(int channel, Method method) throws IOException {
		connection().handleReadFrame(method.toFrame(channel));
	}

	private AMQConnection connection() {
		AMQConnection connection = this.connection;
		if (connection == null) {
			throw new IllegalStateException("No connection");
		}
		return connection;
	}

	@Override
	public @Nullable Frame readFrame() {
		throw new IllegalStateException("Frames are handed over");
	}

	@Override
	public void sendHeader() {
	}

	@Override
	public void flush() {
	}

	@Override
	public void close() {
	}

	@Override
	public void setTimeout(int timeout) {
	}

	@Override
	public int getTimeout() {
		return 0;
	}

	@Override
	public InetAddress getLocalAddress() {
		return InetAddress.getLoopbackAddress();
	}

	@Override
	public int getLocalPort() {
		return 50000;
	}

	@Override
	public InetAddress getAddress() {
		return InetAddress.getLoopbackAddress();
	}

	@Override
	public int getPort() {
		return 5672;
	}

}
