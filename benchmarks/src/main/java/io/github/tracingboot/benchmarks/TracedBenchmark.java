package io.github.tracingboot.benchmarks;

import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
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

import io.github.tracingboot.annotation.Traced;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * One method in one recorded span with two attributes: the span written by hand, and by
 * {@link Traced}. The empty proxy does the same without any span.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class TracedBenchmark {

	private static final AttributeKey<String> TYPE = AttributeKey.stringKey("query.type");

	private static final AttributeKey<Long> ENTITIES = AttributeKey.longKey("entities.count");

	private final ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
		.web(WebApplicationType.NONE)
		.properties("spring.main.banner-mode=off", "logging.level.root=warn")
		.run();

	private final Tracer tracer = this.context.getBean(Tracer.class);

	private final Agent traced = this.context.getBean(Agent.class);

	private final Agent emptyProxy = emptyProxy(new Agent());

	/** A field that is not final, so that nothing is folded away. */
	private long entities = 3;

	@TearDown
	public void stop() {
		this.context.close();
	}

	@Benchmark
	public long handWritten() {
		Span span = this.tracer.spanBuilder("Agent.process").startSpan();
		try (io.opentelemetry.context.Scope scope = span.makeCurrent()) {
			span.setAttribute(TYPE, "price");
			span.setAttribute(ENTITIES, this.entities);
			return this.entities;
		}
		catch (Throwable ex) {
			span.setStatus(StatusCode.ERROR);
			span.recordException(ex);
			throw ex;
		}
		finally {
			span.end();
		}
	}

	@Benchmark
	public long traced() {
		return this.traced.process(this.entities);
	}

	@Benchmark
	public long emptyProxy() {
		return this.emptyProxy.untraced(this.entities);
	}

	private static Agent emptyProxy(Agent agent) {
		ProxyFactory factory = new ProxyFactory(agent);
		factory.setProxyTargetClass(true);
		factory.addAdvice((MethodInterceptor) MethodInvocation::proceed);
		return (Agent) factory.getProxy();
	}

	/** What is traced. */
	public static class Agent {

		@Traced
		public long process(long entities) {
			Span span = Span.current();
			span.setAttribute(TYPE, "price");
			span.setAttribute(ENTITIES, entities);
			return entities;
		}

		public long untraced(long entities) {
			return entities;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Agent agent() {
			return new Agent();
		}

		/** Has a span recorded in full and does nothing with it. */
		@Bean
		SpanProcessor spanProcessor() {
			return new NoopSpanProcessor();
		}

	}

}
