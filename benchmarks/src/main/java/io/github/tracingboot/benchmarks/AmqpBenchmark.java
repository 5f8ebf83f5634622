package io.github.tracingboot.benchmarks;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import io.github.tracingboot.benchmarks.amqp.Hop;

/**
 * One message, published with a {@code RabbitTemplate} and handled by a
 * {@code @RabbitListener} in a direct container, without a network: two spans, by each
 * kind of tracing.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 10, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class AmqpBenchmark {

	@Benchmark
	public long untraced(Untraced state) {
		return state.hop.publishAndProcess();
	}

	/**
	 * Not traced, but with a {@code traceparent} of the user's: what the client and
	 * Spring take for one header, whoever sets it.
	 */
	@Benchmark
	public long header(Header state) {
		return state.hop.publishAndProcess();
	}

	@Benchmark
	public long handWritten(HandWritten state) {
		return state.hop.publishAndProcess();
	}

	@Benchmark
	public long traced(Traced state) {
		return state.hop.publishAndProcess();
	}

	@Benchmark
	public long tracedUnsampled(Unsampled state) {
		return state.hop.publishAndProcess();
	}

	@Benchmark
	public long springObservation(SpringObservation state) {
		return state.hop.publishAndProcess();
	}

	@Benchmark
	public long brave(Brave state) {
		return state.hop.publishAndProcess();
	}

	/** See {@link Hop#untraced}. */
	@State(Scope.Thread)
	public static class Untraced {

		private final Hop hop = Hop.untraced();

		@TearDown
		public void stop() {
			this.hop.close();
		}

	}

	/** See {@link Hop#header}. */
	@State(Scope.Thread)
	public static class Header {

		private final Hop hop = Hop.header();

		@TearDown
		public void stop() {
			this.hop.close();
		}

	}

	/** See {@link Hop#handWritten}. */
	@State(Scope.Thread)
	public static class HandWritten {

		private final Hop hop = Hop.handWritten();

		@TearDown
		public void stop() {
			this.hop.close();
		}

	}

	/** See {@link Hop#traced}. */
	@State(Scope.Thread)
	public static class Traced {

		private final Hop hop = Hop.traced();

		@TearDown
		public void stop() {
			this.hop.close();
		}

	}

	/** See {@link Hop#unsampled}. */
	@State(Scope.Thread)
	public static class Unsampled {

		private final Hop hop = Hop.unsampled();

		@TearDown
		public void stop() {
			this.hop.close();
		}

	}

	/** See {@link Hop#springObservation}. */
	@State(Scope.Thread)
	public static class SpringObservation {

		private final Hop hop = Hop.springObservation();

		@TearDown
		public void stop() {
			this.hop.close();
		}

	}

	/** See {@link Hop#brave}. */
	@State(Scope.Thread)
	public static class Brave {

		private final Hop hop = Hop.brave();

		@TearDown
		public void stop() {
			this.hop.close();
		}

	}

}
