package io.github.tracingboot.environment;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class AdoptedContextTests {

	private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

	@Test
	void runnersRunInTheContextOfTheStartingProcess() {
		Context context = run(Map.of("TRACEPARENT", PARENT, "BAGGAGE", "job.id=7"));
		SpanContext span = Span.fromContext(context).getSpanContext();
		assertThat(span.getTraceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
		assertThat(span.getSpanId()).isEqualTo("b7ad6b7169203331");
		assertThat(span.isRemote()).isTrue();
		assertThat(Baggage.fromContext(context).getEntryValue("job.id")).isEqualTo("7");
	}

	@Test
	void afterwardsTheThreadIsFree() {
		run(Map.of("TRACEPARENT", PARENT));
		assertThat(Context.current()).isSameAs(Context.root());
	}

	@Test
	void runnerThatFailsLeavesNothingOnTheThread() {
		assertThatIllegalStateException().isThrownBy(() -> run(Map.of("TRACEPARENT", PARENT, "fail", "true")));
		assertThat(Context.current()).isSameAs(Context.root());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "nonsense", "00-00000000000000000000000000000000-b7ad6b7169203331-01" })
	void malformedVariableIsIgnored(String variable) {
		assertThat(run(Map.of("TRACEPARENT", variable))).isSameAs(Context.root());
	}

	private static Context run(Map<String, Object> variables) {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.properties(variables)
			.run()) {
			return Objects.requireNonNull(context.getBean(Application.class).context.get());
		}
	}

	@Configuration
	@ImportAutoConfiguration(EnvironmentAutoConfiguration.class)
	static class Application {

		private final AtomicReference<Context> context = new AtomicReference<>(Context.root());

		@Bean
		OpenTelemetry openTelemetry() {
			return OpenTelemetry.propagating(ContextPropagators.create(TextMapPropagator
				.composite(W3CTraceContextPropagator.getInstance(), W3CBaggagePropagator.getInstance())));
		}

		@Bean
		CommandLineRunner runner(Environment environment) {
			return (arguments) -> {
				this.context.set(Context.current());
				if (environment.containsProperty("fail")) {
					throw new IllegalStateException("asked for");
				}
			};
		}

	}

}
