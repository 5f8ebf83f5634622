package io.github.tracingboot.data;

import java.util.concurrent.TimeUnit;

import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.tracing.Tracing;
import io.netty.util.concurrent.Future;

/**
 * The application's resources with our hook. They own nothing: the threads stay those of
 * the application's, which Spring shuts down, or whoever has these.
 */
final class TracedResources extends DefaultClientResources {

	private final DefaultClientResources made;

	@SuppressWarnings("FutureReturnValueIgnored") // there is nothing to wait for
	TracedResources(DefaultClientResources made, Tracing tracing) {
		// What a builder is handed is shared; a mutation alone would shut it down again,
		// and start event loops of its own.
		super(made.mutate()
			.eventLoopGroupProvider(made.eventLoopGroupProvider())
			.eventExecutorGroup(made.eventExecutorGroup())
			.timer(made.timer())
			.commandLatencyRecorder(made.commandLatencyRecorder())
			.tracing(tracing));
		this.made = made;
		// Stops the second publisher of the latencies. And a garbage collector that finds
		// resources which were not shut down is a warning.
		super.shutdown(0, 0, TimeUnit.SECONDS);
	}

	@Override
	public Builder mutate() {
		return this.made.mutate().tracing(tracing());
	}

	@Override
	public Future<Boolean> shutdown(long quietPeriod, long timeout, TimeUnit unit) {
		return this.made.shutdown(quietPeriod, timeout, unit);
	}

}
