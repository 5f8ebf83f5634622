package io.github.tracingboot.sampling;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

@ExtendWith(OutputCaptureExtension.class)
class SamplingAutoConfigurationTests {

	private static final String LOW_TRACE_ID = "00000000000000000000000000000001";

	private static final String HIGH_TRACE_ID = "00000000000000007ffffffffffffffe";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SamplingAutoConfiguration.class));

	@Test
	void everythingIsSampledByDefault() {
		this.runner.run((context) -> assertThat(decision(context.getBean(Sampler.class), Context.root(), HIGH_TRACE_ID))
			.isEqualTo(SamplingDecision.RECORD_AND_SAMPLE));
	}

	@Test
	void probabilityDecidesByTraceId() {
		this.runner.withPropertyValues("tracing.sampling.probability=0.5").run((context) -> {
			Sampler sampler = context.getBean(Sampler.class);
			assertThat(decision(sampler, Context.root(), LOW_TRACE_ID)).isEqualTo(SamplingDecision.RECORD_AND_SAMPLE);
			assertThat(decision(sampler, Context.root(), HIGH_TRACE_ID)).isEqualTo(SamplingDecision.DROP);
		});
	}

	@Test
	void decisionOfTheParentStands() {
		this.runner.withPropertyValues("tracing.sampling.probability=0")
			.run((context) -> assertThat(
					decision(context.getBean(Sampler.class), sampledParent(LOW_TRACE_ID), LOW_TRACE_ID))
				.isEqualTo(SamplingDecision.RECORD_AND_SAMPLE));
	}

	@Test
	void usersSamplerWins() {
		this.runner.withBean(Sampler.class, Sampler::alwaysOff)
			.run((context) -> assertThat(context).getBean(Sampler.class).isSameAs(Sampler.alwaysOff()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "2", "-0.1", "NaN", "Infinity" })
	void probabilityOutOfRangeDoesNotStart(String probability) {
		this.runner.withPropertyValues("tracing.sampling.probability=" + probability)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage("tracing.sampling.probability is " + Double.valueOf(probability)
						+ " but must be from 0.0 to 1.0."));
	}

	@Test
	void failureReportNamesPropertyValueAndRange(CapturedOutput output) {
		assertThatException().isThrownBy(() -> SpringApplication.run(SamplingAutoConfiguration.class,
				"--spring.main.web-application-type=none", "--tracing.sampling.probability=2"));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("tracing.sampling.probability is 2.0 but must be from 0.0 to 1.0.")
			.contains("    - Remove it to keep the default.");
	}

	@Test
	void withoutParentBasedEverySpanIsDecidedOn() {
		this.runner.withPropertyValues("tracing.sampling.probability=0", "tracing.sampling.parent-based=false")
			.run((context) -> assertThat(
					decision(context.getBean(Sampler.class), sampledParent(LOW_TRACE_ID), LOW_TRACE_ID))
				.isEqualTo(SamplingDecision.DROP));
	}

	@Test
	void firstMatchingRuleDecides() {
		this.runner
			.withPropertyValues("tracing.sampling.probability=0", "tracing.sampling.rules[0].span-name=GET /health*",
					"tracing.sampling.rules[0].probability=0", "tracing.sampling.rules[1].kind=server",
					"tracing.sampling.rules[1].attributes.[url.path]=/orders/*",
					"tracing.sampling.rules[1].probability=1")
			.run((context) -> {
				Sampler sampler = context.getBean(Sampler.class);
				Attributes orders = Attributes.of(AttributeKey.stringKey("url.path"), "/orders/7");
				assertThat(decision(sampler, "GET", SpanKind.SERVER, orders))
					.isEqualTo(SamplingDecision.RECORD_AND_SAMPLE);
				assertThat(decision(sampler, "GET /healthz", SpanKind.SERVER, orders)).isEqualTo(SamplingDecision.DROP);
				assertThat(decision(sampler, "GET", SpanKind.CLIENT, orders)).isEqualTo(SamplingDecision.DROP);
				assertThat(decision(sampler, "GET", SpanKind.SERVER, Attributes.empty()))
					.isEqualTo(SamplingDecision.DROP);
			});
	}

	@Test
	void ruleComparesAttributesOfAnyType() {
		this.runner.withPropertyValues("tracing.sampling.probability=0",
				"tracing.sampling.rules[0].attributes.[server.port]=8080", "tracing.sampling.rules[0].probability=1")
			.run((context) -> assertThat(decision(context.getBean(Sampler.class), "GET", SpanKind.CLIENT,
					Attributes.of(AttributeKey.longKey("server.port"), 8080L)))
				.isEqualTo(SamplingDecision.RECORD_AND_SAMPLE));
	}

	@Test
	void rateBoundsTheTracesOfASecond() {
		this.runner.withPropertyValues("tracing.sampling.max-traces-per-second=3").run((context) -> {
			Sampler sampler = context.getBean(Sampler.class);
			assertThat(IntStream.range(0, 100)
				.mapToObj((i) -> decision(sampler, Context.root(), LOW_TRACE_ID))
				.filter(SamplingDecision.RECORD_AND_SAMPLE::equals)).hasSizeBetween(3, 4);
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					max-traces-per-second=0                        | tracing.sampling.max-traces-per-second is 0.0 but must be more than 0.
					rules[0].span-name=x                           | tracing.sampling.rules[0].probability is not set.
					rules[0].probability=0.5                       | tracing.sampling.rules[0] matches every span: it has no span-name, kind or attributes.
					rules[0].span-name=x;rules[0].probability=50   | tracing.sampling.rules[0].probability is 50.0 but must be from 0.0 to 1.0.
					""")
	void whatCannotBeHonouredDoesNotStart(String properties, String message) {
		String[] values = Arrays.stream(StringUtils.tokenizeToStringArray(properties, ";"))
			.map((property) -> "tracing.sampling." + property)
			.toArray(String[]::new);
		this.runner.withPropertyValues(values)
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessage(message));
	}

	@ParameterizedTest
	@ValueSource(strings = { "probability=half", "max-traces-per-second=many", "rules[0].kind=sideways" })
	void whatCannotBeParsedDoesNotStart(String property) {
		this.runner.withPropertyValues("tracing.sampling." + property)
			.run((context) -> assertThat(context).getFailure().hasStackTraceContaining(property.split("=", 2)[1]));
	}

	@Test
	void switchedOffNothingIsValidated() {
		this.runner.withPropertyValues("tracing.enabled=false", "tracing.sampling.probability=2")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(Sampler.class));
	}

	private static SamplingDecision decision(Sampler sampler, Context parent, String traceId) {
		return sampler.shouldSample(parent, traceId, "work", SpanKind.INTERNAL, Attributes.empty(), List.of())
			.getDecision();
	}

	private static SamplingDecision decision(Sampler sampler, String name, SpanKind kind, Attributes attributes) {
		return sampler.shouldSample(Context.root(), LOW_TRACE_ID, name, kind, attributes, List.of()).getDecision();
	}

	private static Context sampledParent(String traceId) {
		return Context.root()
			.with(Span.wrap(SpanContext.createFromRemoteParent(traceId, "0000000000000001", TraceFlags.getSampled(),
					TraceState.getDefault())));
	}

}
