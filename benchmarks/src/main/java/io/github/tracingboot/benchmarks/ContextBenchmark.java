package io.github.tracingboot.benchmarks;

import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SpanProcessor;
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

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What it costs to carry the context to a task, to copy baggage to a span, and to keep
 * the ids in the MDC.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class ContextBenchmark {

	@Benchmark
	public long bareTask(WithoutLogging state) {
		return state.run(state.bare);
	}

	@Benchmark
	public long decoratedTask(WithoutLogging state) {
		return state.run(state.decorated);
	}

	@Benchmark
	public Span spanWithoutBaggage(WithoutLogging state) {
		return state.span(state.noBaggage);
	}

	@Benchmark
	public Span spanWithThreeEntries(WithoutLogging state) {
		return state.span(state.threeEntries);
	}

	@Benchmark
	public Context scopeWithoutMdc(WithoutLogging state) {
		return state.scope();
	}

	@Benchmark
	public Context scopeWithMdc(WithLogging state) {
		return state.scope();
	}

	@Benchmark
	public Context scopeOfOpenTelemetryStarter(OpenTelemetryStarter state) {
		return state.scope();
	}

	@Benchmark
	public void scopeOfBridge(Bridge state) {
		state.scope();
	}

	/** The starter, without log correlation. */
	@State(Scope.Benchmark)
	public static class WithoutLogging {

		final Executor bare = Application.newThread();

		final Context noBaggage = Context.root();

		final Context threeEntries = Context.root()
			.with(Baggage.builder().put("job.id", "7").put("node.id", "blue-1").put("user.id", "ada").build());

		private final ConfigurableApplicationContext context = Tracing.STARTER.start(Application.class,
				"tracing.logging.enabled=false", "tracing.baggage.span-attributes=job.id,node.id,user.*");

		private final Tracer tracer = this.context.getBean(Tracer.class);

		final Executor decorated = this.context.getBean("decorated", Executor.class);

		private final Context submitter = Context.root().with(this.tracer.spanBuilder("submitter").startSpan());

		private long ran;

		/** In the context of a span, on what stands for a thread that has none. */
		long run(Executor executor) {
			try (io.opentelemetry.context.Scope scope = this.submitter.makeCurrent()) {
				executor.execute(() -> this.ran++);
			}
			return this.ran;
		}

		Span span(Context parent) {
			Span span = this.tracer.spanBuilder("span").setParent(parent).startSpan();
			span.end();
			return span;
		}

		Context scope() {
			try (io.opentelemetry.context.Scope scope = this.submitter.makeCurrent()) {
				return this.submitter;
			}
		}

		@TearDown
		public void stop() {
			this.context.close();
		}

	}

	/** The starter as it is. */
	@State(Scope.Benchmark)
	public static class WithLogging extends Scopes {

		public WithLogging() {
			super(Tracing.STARTER);
		}

	}

	/** The OpenTelemetry starter; it asks for the ids when a line is logged. */
	@State(Scope.Benchmark)
	public static class OpenTelemetryStarter extends Scopes {

		public OpenTelemetryStarter() {
			super(Tracing.OPENTELEMETRY_STARTER);
		}

	}

	/** Opens and closes the scope of a span. */
	public abstract static class Scopes {

		private final ConfigurableApplicationContext context;

		private final Context span;

		Scopes(Tracing tracing) {
			this.context = tracing.start(Application.class);
			Tracer tracer = this.context.getBean(OpenTelemetry.class).getTracer("benchmark");
			this.span = Context.root().with(tracer.spanBuilder("span").startSpan());
		}

		Context scope() {
			try (io.opentelemetry.context.Scope scope = this.span.makeCurrent()) {
				return this.span;
			}
		}

		@TearDown
		public void stop() {
			this.context.close();
		}

	}

	/**
	 * Micrometer's bridge, as Spring Boot sets it up; it writes two ids to the MDC.
	 */
	@State(Scope.Benchmark)
	public static class Bridge {

		private final ConfigurableApplicationContext context = Tracing.MICROMETER.start(Application.class,
				"management.tracing.sampling.probability=1");

		private final io.micrometer.tracing.Tracer tracer = this.context.getBean(io.micrometer.tracing.Tracer.class);

		private final io.micrometer.tracing.Span span = this.tracer.nextSpan().name("span").start();

		void scope() {
			this.tracer.withSpan(this.span).close();
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
		Executor decorated() {
			return newThread();
		}

		@Bean
		SpanProcessor spanProcessor() {
			return new NoopSpanProcessor();
		}

		/** What a task finds on a thread of a pool. */
		static Executor newThread() {
			return (task) -> {
				try (io.opentelemetry.context.Scope scope = Context.root().makeCurrent()) {
					task.run();
				}
			};
		}

	}

}
