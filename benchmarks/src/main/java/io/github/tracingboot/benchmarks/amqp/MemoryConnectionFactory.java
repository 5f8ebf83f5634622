package io.github.tracingboot.benchmarks.amqp;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.impl.FrameHandlerFactory;

/**
 * The real client on a broker in memory: everything above the socket is what runs against
 * RabbitMQ.
 */
final class MemoryConnectionFactory extends ConnectionFactory {

	private final MemoryBroker broker;

	MemoryConnectionFactory(MemoryBroker broker) {
		this.broker = broker;
		setAutomaticRecoveryEnabled(false);
	}

	@Override
	protected synchronized FrameHandlerFactory createFrameHandlerFactory() {
		return (address, name) -> this.broker;
	}

	/** Has a consumer called by the thread that delivers. */
	static final class CallingThread extends AbstractExecutorService {

		private volatile boolean shutdown;

		@Override
		public void execute(Runnable command) {
			command.run();
		}

		@Override
		public void shutdown() {
			this.shutdown = true;
		}

		@Override
		public List<Runnable> shutdownNow() {
			this.shutdown = true;
			return List.of();
		}

		@Override
		public boolean isShutdown() {
			return this.shutdown;
		}

		@Override
		public boolean isTerminated() {
			return this.shutdown;
		}

		@Override
		public boolean awaitTermination(long timeout, TimeUnit unit) {
			return true;
		}

	}

}
