package io.github.tracingboot.benchmarks;

import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What it costs a span to wait for the end of its trace: one that the sampler refused,
 * beside one that is sampled. Nothing is exported by either.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class KeepBenchmark {

	private static final int SPANS = 10;

	/** Traces of a local root and nine children. */
	@Benchmark
	@OperationsPerInvocation(SPANS)
	public Span sampled(Sampled state) {
		return state.trace(SPANS - 1);
	}

	@Benchmark
	@OperationsPerInvocation(SPANS)
	public Span waiting(Waiting state) {
		return state.trace(SPANS - 1);
	}

	/** Traces of a local root alone. */
	@Benchmark
	public Span sampledAlone(Sampled state) {
		return state.trace(0);
	}

	@Benchmark
	public Span waitingAlone(Waiting state) {
		return state.trace(0);
	}

	/** Everything is sampled. */
	@State(Scope.Benchmark)
	public static class Sampled extends Traces {

		public Sampled() {
			super("tracing.sampling.probability=1.0");
		}

	}

	/** Nothing is sampled, and nothing gives a reason to be kept. */
	@State(Scope.Benchmark)
	public static class Waiting extends Traces {

		public Waiting() {
			super("tracing.sampling.probability=0.0", "tracing.sampling.keep.errors=true",
					"tracing.sampling.keep.slower-than=1s");
		}

	}

	/** Makes traces. */
	public abstract static class Traces {

		private final ConfigurableApplicationContext context;

		private final Tracer tracer;

		Traces(String... properties) {
			this.context = Tracing.STARTER.start(Application.class, properties);
			this.tracer = this.context.getBean(Tracer.class);
		}

		Span trace(int children) {
			Span root = span("GET /orders/{id}", Context.root());
			Context parent = Context.root().with(root);
			for (int i = 0; i < children; i++) {
				span("OrderService.find", parent).end();
			}
			root.end();
			return root;
		}

		private Span span(String name, Context parent) {
			return this.tracer.spanBuilder(name)
				.setParent(parent)
				.setAttribute("query.type", "price")
				.setAttribute("entities.count", 3)
				.startSpan();
		}

		@TearDown
		public void stop() {
			this.context.close();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		SpanProcessor spanProcessor() {
			return new NoopSpanProcessor();
		}

	}

}
