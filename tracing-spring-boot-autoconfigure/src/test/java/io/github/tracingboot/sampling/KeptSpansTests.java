package io.github.tracingboot.sampling;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/** What of the spans of an application is exported because it is kept. */
class KeptSpansTests {

	private final ApplicationContextRunner runner = KeepingApplication.runner();

	@Test
	void errorsReachTheExportersAndTheRestDoesNot() {
		this.runner.withPropertyValues("tracing.sampling.keep.errors=true").run((context) -> {
			Tracer tracer = context.getBean(Tracer.class);
			tracer.spanBuilder("fine").startSpan().end();
			tracer.spanBuilder("failed").startSpan().setStatus(StatusCode.ERROR).end();
			assertThat(context.getBean(KeepingApplication.class).names()).containsExactly("failed");
			assertThat(context.getBean(KeepFigures.class).byName()).containsEntry("kept.error.spans", 1L)
				.containsEntry("dropped.spans", 1L);
		});
	}

	@Test
	void aProcessorThatDoesNotExportSeesAKeptSpanEndOnce() {
		List<String> ended = new CopyOnWriteArrayList<>();
		this.runner.withBean("counting", SpanProcessor.class, () -> Keeping.onEnd((span) -> ended.add(span.getName())))
			.withPropertyValues("tracing.sampling.keep.errors=true")
			.run((context) -> {
				context.getBean(Tracer.class).spanBuilder("failed").startSpan().setStatus(StatusCode.ERROR).end();
				assertThat(context.getBean(KeepingApplication.class).names()).containsExactly("failed");
				assertThat(ended).containsExactly("failed");
			});
	}

	@Test
	void spanOfAnExceptionKnowsTheRatioOfItsRule() {
		this.runner
			.withPropertyValues("tracing.sampling.keep.errors=true", "tracing.sampling.rules[0].span-name=POST *",
					"tracing.sampling.rules[0].probability=0.000001")
			.run((context) -> {
				context.getBean(Tracer.class).spanBuilder("POST /a").startSpan().setStatus(StatusCode.ERROR).end();
				context.getBean(Tracer.class).spanBuilder("GET /b").startSpan().setStatus(StatusCode.ERROR).end();
				assertThat(context.getBean(KeepingApplication.class).spans)
					.extracting((span) -> span.getAttribute(SamplingAttributes.RATIO))
					.containsExactly(0.000001, 0.0);
			});
	}

	@Test
	void underALimitOfTheRateTheRatioIsNotKnown() {
		this.runner.withPropertyValues("tracing.sampling.keep.errors=true", "tracing.sampling.max-traces-per-second=1")
			.run((context) -> {
				context.getBean(Tracer.class).spanBuilder("work").startSpan().setStatus(StatusCode.ERROR).end();
				assertThat(
						context.getBean(KeepingApplication.class).spans.get(0).getAttribute(SamplingAttributes.RATIO))
					.isNull();
			});
	}

	@Test
	void ruleOfNoneIsForGoodWithAllThatIsBelow() {
		this.runner
			.withPropertyValues("tracing.sampling.keep.errors=true", "tracing.sampling.rules[0].span-name=GET /health*",
					"tracing.sampling.rules[0].probability=0")
			.run((context) -> {
				Tracer tracer = context.getBean(Tracer.class);
				Span health = tracer.spanBuilder("GET /health").startSpan();
				Span below = tracer.spanBuilder("ping").setParent(Context.root().with(health)).startSpan();
				assertThat(health.isRecording()).isFalse();
				assertThat(below.isRecording()).isFalse();
			});
	}

	@Test
	void whatTheUsersSamplerRefusesWaitsUnlessItRefusesForGood() {
		this.runner.withUserConfiguration(OwnSampler.class)
			.withPropertyValues("tracing.sampling.keep.errors=true")
			.run((context) -> {
				Tracer tracer = context.getBean(Tracer.class);
				assertThat(tracer.spanBuilder("never").startSpan().isRecording()).isFalse();
				tracer.spanBuilder("failed").startSpan().setStatus(StatusCode.ERROR).end();
				assertThat(context.getBean(KeepingApplication.class).names()).containsExactly("failed");
				assertThat(
						context.getBean(KeepingApplication.class).spans.get(0).getAttribute(SamplingAttributes.RATIO))
					.isNull();
			});
	}

	@Test
	void whatTheUsersSamplerFailsForWaits() {
		this.runner.withBean(Sampler.class, () -> new Sampler() {
			@Override
			public io.opentelemetry.sdk.trace.samplers.SamplingResult shouldSample(Context parent, String traceId,
					String name, SpanKind kind, io.opentelemetry.api.common.Attributes attributes,
					List<io.opentelemetry.sdk.trace.data.LinkData> links) {
				throw new IllegalStateException();
			}

			@Override
			public String getDescription() {
				return "broken";
			}
		}).withPropertyValues("tracing.sampling.keep.errors=true").run((context) -> {
			context.getBean(Tracer.class).spanBuilder("failed").startSpan().setStatus(StatusCode.ERROR).end();
			assertThat(context.getBean(KeepingApplication.class).names()).containsExactly("failed");
		});
	}

	@Test
	void propagatorsTellOfTheDecision() {
		this.runner.withPropertyValues("tracing.sampling.keep.errors=true").run((context) -> {
			Span root = context.getBean(Tracer.class).spanBuilder("work").startSpan();
			root.setStatus(StatusCode.ERROR).end();
			Map<String, String> headers = new HashMap<>();
			context.getBean(ContextPropagators.class)
				.getTextMapPropagator()
				.inject(Context.root().with(root), headers, (carrier, key, value) -> headers.put(key, value));
			assertThat(headers.get("traceparent")).as("sampled").matches(".*-0[13]");
			assertThat(headers).containsEntry("tracestate", "tracingboot=r:0.0;k:error");
		});
	}

	@Test
	void metersSayWhatBecameOfThem() {
		this.runner.withPropertyValues("tracing.sampling.keep.errors=true").run((context) -> {
			MeterRegistry registry = new SimpleMeterRegistry();
			context.getBean(MeterBinder.class).bindTo(registry);
			Tracer tracer = context.getBean(Tracer.class);
			Span open = tracer.spanBuilder("open").startSpan();
			tracer.spanBuilder("child").setParent(Context.root().with(open)).startSpan().end();
			tracer.spanBuilder("fine").startSpan().end();
			tracer.spanBuilder("failed").startSpan().setStatus(StatusCode.ERROR).end();
			assertThat(registry.get("tracing.keep.waiting.spans").gauge().value()).isEqualTo(1);
			assertThat(registry.get("tracing.keep.waiting.traces").gauge().value()).isEqualTo(1);
			assertThat(registry.get("tracing.keep.spans").tags("outcome", "kept", "reason", "error").functionCounter())
				.returns(1.0, (counter) -> counter.count());
			assertThat(registry.get("tracing.keep.traces").tags("outcome", "kept", "reason", "slow").functionCounter())
				.returns(0.0, (counter) -> counter.count());
			assertThat(registry.get("tracing.keep.traces").tag("outcome", "dropped").functionCounter()).returns(1.0,
					(counter) -> counter.count());
			assertThat(registry.get("tracing.keep.spans").tag("outcome", "evicted").functionCounter()).returns(0.0,
					(counter) -> counter.count());
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnSampler {

		@Bean
		Sampler sampler() {
			return new RuleSampler(
					List.of(new RuleSampler.Rule(new SpanPattern("never", null, Map.of()), NeverSampler.INSTANCE)),
					Sampler.alwaysOff());
		}

	}

}
