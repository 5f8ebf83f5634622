package io.github.tracingboot.logging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

class LogCorrelationListenerTests {

	private static final String CORRELATION = "logging.pattern.correlation";

	private static final String IDS = "%correlationId{trace_id(32),span_id(16)}";

	private final ConfigurableEnvironment environment = new StandardEnvironment();

	@Test
	void lineHasTheIdsByDefault() {
		assertThat(correlation(application())).isEqualTo(IDS);
	}

	@Test
	void whatTheUserHasConfiguredWins() {
		assertThat(correlation(application(), "--" + CORRELATION + "=mine")).isEqualTo("mine");
	}

	@Test
	void whatTheUserHasConfiguredInAFileWins(@TempDir Path directory) throws IOException {
		Path file = Files.writeString(directory.resolve("own.properties"), "tracing.logging.enabled=false");
		assertThat(correlation(application(), "--spring.config.location=" + file.toUri())).isNull();
	}

	@Test
	void defaultOfTheApplicationWinsToo() {
		SpringApplication application = application();
		application.setDefaultProperties(Map.of(CORRELATION, "mine"));
		assertThat(correlation(application)).isEqualTo("mine");
	}

	@Test
	void defaultIsThereWhenTheEnvironmentIsUsedAgain() {
		correlation(application());
		assertThat(correlation(application())).isEqualTo(IDS);
	}

	@ParameterizedTest
	@ValueSource(strings = { "tracing.enabled", "tracing.logging.enabled" })
	void nothingIsAddedWhenSwitchedOff(String property) {
		assertThat(correlation(application(), "--" + property + "=false")).isNull();
	}

	@Test
	void switchThatIsNeitherOnNorOffFailsTheStart() {
		assertThatException().isThrownBy(() -> correlation(application(), "--tracing.logging.enabled=perhaps"))
			.havingRootCause()
			.withMessageContaining("perhaps");
	}

	private SpringApplication application() {
		return new SpringApplicationBuilder(Empty.class).environment(this.environment)
			.web(WebApplicationType.NONE)
			.build();
	}

	private static @Nullable String correlation(SpringApplication application, String... arguments) {
		try (ConfigurableApplicationContext context = application.run(arguments)) {
			return context.getEnvironment().getProperty(CORRELATION);
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Empty {

	}

}
