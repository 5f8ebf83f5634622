package io.github.tracingboot.propagation;

import java.util.HashMap;
import java.util.Map;

import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.tracingboot.core.InternalHosts;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

class PropagationAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(PropagationAutoConfiguration.class));

	@Test
	void traceContextAndBaggageByDefault() {
		this.runner.run((context) -> assertThat(context.getBean(TextMapPropagator.class).fields())
			.containsExactlyInAnyOrder("traceparent", "tracestate", "baggage"));
	}

	@ParameterizedTest
	@CsvSource({ "b3, b3", "b3multi, X-B3-TraceId", "jaeger, uber-trace-id", "tracecontext, traceparent",
			"baggage, baggage" })
	void everyTypeCanBeChosen(String type, String header) {
		this.runner.withPropertyValues("tracing.propagation.type=" + type)
			.run((context) -> assertThat(context.getBean(TextMapPropagator.class).fields()).contains(header));
	}

	@Test
	void severalTypesAreWrittenAtOnce() {
		this.runner.withPropertyValues("tracing.propagation.type=b3,b3multi,tracecontext").run((context) -> {
			Map<String, String> headers = new HashMap<>();
			SpanContext span = SpanContext.create("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331",
					TraceFlags.getSampled(), TraceState.builder().put("vendor", "value").build());
			context.getBean(TextMapPropagator.class).inject(Context.root().with(Span.wrap(span)), headers, Map::put);
			assertThat(headers).containsEntry("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
				.containsEntry("tracestate", "vendor=value")
				.containsEntry("b3", "0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1")
				.containsEntry("X-B3-TraceId", "0af7651916cd43dd8448eb211c80319c");
		});
	}

	@ParameterizedTest
	@CsvSource({ "api.partner.test, true", "db.internal, true", "payments.test, false", "exchange:orders, true",
			", true" })
	void listedHostsAndInternalOnesAloneGetTheContext(@Nullable String destination, boolean sent) {
		this.runner.withUserConfiguration(Propagators.class)
			.withPropertyValues("tracing.propagation.hosts=*.partner.test")
			.run((context) -> assertThat(headers(context.getBean(ContextPropagators.class), destination).isEmpty())
				.isEqualTo(!sent));
	}

	@Test
	void everyHostGetsTheContextByDefault() {
		this.runner.withUserConfiguration(Propagators.class)
			.run((context) -> assertThat(headers(context.getBean(ContextPropagators.class), "payments.test"))
				.containsKey("traceparent"));
	}

	@Test
	void hostThatIsNoneDoesNotStart() {
		this.runner.withUserConfiguration(Propagators.class)
			.withPropertyValues("tracing.propagation.hosts=https://api.partner.test")
			.run((context) -> assertThat(context).getFailure().hasStackTraceContaining("tracing.propagation.hosts"));
	}

	private static Map<String, String> headers(ContextPropagators propagators, @Nullable String destination) {
		Map<String, String> headers = new HashMap<>();
		Context context = Context.root()
			.with(Span.wrap(SpanContext.create("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331",
					TraceFlags.getSampled(), TraceState.getDefault())));
		propagators.getTextMapPropagator()
			.inject((destination != null) ? InternalHosts.sentTo(context, destination) : context, headers, Map::put);
		return headers;
	}

	@Test
	void emptyListPropagatesNothing() {
		this.runner.withPropertyValues("tracing.propagation.type=")
			.run((context) -> assertThat(context.getBean(TextMapPropagator.class).fields()).isEmpty());
	}

	@Test
	void unknownTypeDoesNotStart() {
		this.runner.withPropertyValues("tracing.propagation.type=xray")
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("tracing.propagation.type")
				.hasStackTraceContaining("xray"));
	}

	@Test
	void usersPropagatorWins() {
		this.runner.withBean(TextMapPropagator.class, W3CBaggagePropagator::getInstance)
			.run((context) -> assertThat(context).getBean(TextMapPropagator.class)
				.isSameAs(W3CBaggagePropagator.getInstance()));
	}

	@Test
	void switchedOffThereIsNone() {
		this.runner.withPropertyValues("tracing.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(TextMapPropagator.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class Propagators {

		@Bean
		ContextPropagators contextPropagators(TextMapPropagator propagator) {
			return ContextPropagators.create(propagator);
		}

	}

}
