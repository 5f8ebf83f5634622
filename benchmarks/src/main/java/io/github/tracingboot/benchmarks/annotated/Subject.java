package io.github.tracingboot.benchmarks.annotated;

import java.util.concurrent.CompletableFuture;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import io.github.tracingboot.benchmarks.NoopSpanProcessor;
import io.github.tracingboot.benchmarks.Tracing;
import io.github.tracingboot.benchmarks.annotated.Agent.Query;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.context.ConfigurableApplicationContext;

/** An agent with what traces it, and the calls that are measured. */
public final class Subject {

	private final Agent agent;

	private final @Nullable ConfigurableApplicationContext context;

	/** Fields that are not final, so that nothing is folded away. */
	private String type = "price";

	private long entities = 3;

	private Query query = new Query("price");

	private Subject(Agent agent, @Nullable ConfigurableApplicationContext context) {
		this.agent = agent;
		this.context = context;
	}

	public static Subject traced(boolean sampled) {
		return in(starter(sampled));
	}

	/** By the SDK, in the application that has the annotated bean too. */
	public static Subject handWritten(boolean sampled) {
		ConfigurableApplicationContext context = starter(sampled);
		Tracer tracer = context.getBean(SdkTracerProvider.class).get("benchmark");
		return new Subject(new HandWrittenAgent(tracer), context);
	}

	/** By the tracer that the application injects. */
	public static Subject handWrittenWithOurTracer() {
		ConfigurableApplicationContext context = starter(true);
		return new Subject(new HandWrittenAgent(context.getBean(Tracer.class)), context);
	}

	/** By the SDK alone, in an application without any starter. */
	public static Subject handWrittenOnBareSdk() {
		SdkTracerProvider provider = SdkTracerProvider.builder().addSpanProcessor(new NoopSpanProcessor()).build();
		return new Subject(new HandWrittenAgent(provider.get("benchmark")), null);
	}

	public static Subject withSpan(boolean sampled) {
		return in(Tracing.OPENTELEMETRY_STARTER.start(Applications.WithSpan.class,
				"otel.traces.sampler=" + (sampled ? "always_on" : "always_off")));
	}

	/** By the java agent that this JVM was started with. */
	public static Subject agentWithSpan() {
		return new Subject(new WithSpanAgent(), null);
	}

	public static Subject observed(boolean sampled) {
		return in(micrometer(Applications.Observed.class, sampled));
	}

	public static Subject newSpan(boolean sampled) {
		return in(micrometer(Applications.NewSpan.class, sampled));
	}

	public static Subject emptyProxy() {
		ProxyFactory factory = new ProxyFactory(new TracedAgent());
		factory.setProxyTargetClass(true);
		factory.addAdvice((MethodInterceptor) MethodInvocation::proceed);
		return new Subject((Agent) factory.getProxy(), null);
	}

	private static ConfigurableApplicationContext starter(boolean sampled) {
		return Tracing.STARTER.start(Applications.Traced.class, "tracing.sampling.probability=" + (sampled ? 1 : 0));
	}

	private static ConfigurableApplicationContext micrometer(Class<?> application, boolean sampled) {
		return Tracing.MICROMETER.start(application, "management.tracing.sampling.probability=" + (sampled ? 1 : 0));
	}

	private static Subject in(ConfigurableApplicationContext context) {
		return new Subject(context.getBean(Agent.class), context);
	}

	public long call() {
		return this.agent.process(this.type, this.entities);
	}

	public Object fail() {
		try {
			return this.agent.fail(this.type, this.entities);
		}
		catch (IllegalStateException ex) {
			return ex;
		}
	}

	public CompletableFuture<Long> complete() {
		CompletableFuture<Long> result = new CompletableFuture<>();
		CompletableFuture<Long> returned = this.agent.start(this.type, this.entities, result);
		result.complete(this.entities);
		return returned;
	}

	public long nest() {
		return this.agent.nest(this.agent, 5);
	}

	public long spel() {
		return this.agent.inspect(this.query);
	}

	public long plainParameter() {
		return this.agent.name(this.query.type());
	}

	public long unannotated() {
		return this.agent.ignore(this.entities);
	}

	public void close() {
		if (this.context != null) {
			this.context.close();
		}
	}

}
