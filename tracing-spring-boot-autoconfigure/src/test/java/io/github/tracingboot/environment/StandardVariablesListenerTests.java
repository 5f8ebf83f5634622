package io.github.tracingboot.environment;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

@ExtendWith(OutputCaptureExtension.class)
class StandardVariablesListenerTests {

	@Test
	void variableIsReadAsProperty() {
		try (ConfigurableApplicationContext context = run(Map.of("OTEL_SERVICE_NAME", "orders"))) {
			assertThat(context.getEnvironment().getProperty("tracing.service.name")).isEqualTo("orders");
		}
	}

	@Test
	void variableOfASourceThatDoesNotListItsNamesIsRead() {
		SpringApplication application = application(Map.of());
		application.setEnvironment(new StandardEnvironment() {
			@Override
			protected void customizePropertySources(MutablePropertySources sources) {
				sources.addLast(new PropertySource<>("vault") {
					@Override
					public @Nullable Object getProperty(String name) {
						return name.equals("OTEL_SERVICE_NAME") ? "orders" : null;
					}
				});
			}
		});
		try (ConfigurableApplicationContext context = application.run()) {
			assertThat(context.getEnvironment().getProperty("tracing.service.name")).isEqualTo("orders");
		}
	}

	@Test
	void explicitPropertyWins() {
		try (ConfigurableApplicationContext context = run(Map.of("OTEL_SERVICE_NAME", "orders"),
				"--tracing.service.name=explicit")) {
			assertThat(context.getEnvironment().getProperty("tracing.service.name")).isEqualTo("explicit");
		}
	}

	@Test
	void variableWinsOverDefaults() {
		SpringApplication application = application(Map.of("OTEL_SERVICE_NAME", "orders"));
		application.setDefaultProperties(Map.of("tracing.service.name", "default", "tracing.cluster", "default"));
		try (ConfigurableApplicationContext context = application.run()) {
			assertThat(context.getEnvironment().getProperty("tracing.service.name")).isEqualTo("orders");
			assertThat(context.getEnvironment().getProperty("tracing.cluster")).isEqualTo("default");
		}
	}

	@Test
	void switchInTheConfigurationWinsOverTheVariable() {
		try (ConfigurableApplicationContext context = run(
				Map.of("OTEL_SDK_DISABLED", "true", "OTEL_SERVICE_NAME", "orders"), "--tracing.enabled=true")) {
			assertThat(context.getEnvironment().getProperty("tracing.enabled")).isEqualTo("true");
			assertThat(context.getEnvironment().getProperty("tracing.service.name")).isEqualTo("orders");
		}
	}

	@Test
	void switchedOffNoVariableIsRead() {
		try (ConfigurableApplicationContext context = run(Map.of("OTEL_TRACES_SAMPLER", "nonsense"),
				"--tracing.enabled=false")) {
			assertThat(
					context.getEnvironment().getPropertySources().contains(StandardVariablesListener.PROPERTY_SOURCE))
				.isFalse();
		}
	}

	@Test
	void bundleTakesThePlaceOfTheVariablesFiles() {
		Map<String, Object> variables = Map.of("OTEL_EXPORTER_OTLP_CERTIFICATE", "/ca.pem", "OTEL_SERVICE_NAME",
				"orders");
		try (ConfigurableApplicationContext context = run(variables, "--tracing.exporter.otlp.ssl.bundle=otel")) {
			assertThat(context.getEnvironment().containsProperty("tracing.exporter.otlp.ssl.trust-certificate"))
				.isFalse();
			assertThat(context.getEnvironment().getProperty("tracing.service.name")).isEqualTo("orders");
		}
		try (ConfigurableApplicationContext context = run(variables)) {
			assertThat(context.getEnvironment().getProperty("tracing.exporter.otlp.ssl.trust-certificate"))
				.isEqualTo("/ca.pem");
		}
	}

	@Test
	void unsupportedValueDoesNotStart(CapturedOutput output) {
		assertThatException().isThrownBy(() -> run(Map.of("OTEL_TRACES_SAMPLER", "nonsense")));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("The variable OTEL_TRACES_SAMPLER is 'nonsense', which is not supported.")
			.contains("    - Set OTEL_TRACES_SAMPLER to a supported value.");
	}

	private static ConfigurableApplicationContext run(Map<String, Object> variables, String... arguments) {
		return application(variables).run(arguments);
	}

	private static SpringApplication application(Map<String, Object> variables) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new MapPropertySource("variables", variables));
		return new SpringApplicationBuilder(StandardVariablesListenerTests.class).web(WebApplicationType.NONE)
			.environment(environment)
			.application();
	}

}
