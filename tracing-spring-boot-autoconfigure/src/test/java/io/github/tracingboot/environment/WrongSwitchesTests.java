package io.github.tracingboot.environment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/** What switches something on or off is neither, and is not passed over. */
class WrongSwitchesTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withUserConfiguration(Application.class)
		.withPropertyValues("tracing.exporter.otlp.endpoint=localhost:4317");

	@ParameterizedTest
	@MethodSource("switches")
	void aSwitchThatIsNeitherOnNorOffStopsTheStart(String name) {
		this.runner.withPropertyValues(name + "=maybe")
			.run((context) -> assertThat(context).getFailure().hasStackTraceContaining("maybe"));
	}

	@Test
	void withoutOneTheApplicationStarts() {
		this.runner.run((context) -> assertThat(context).hasNotFailed());
	}

	@SuppressWarnings("unchecked")
	static Stream<String> switches() throws IOException {
		String metadata = new ClassPathResource("META-INF/spring-configuration-metadata.json")
			.getContentAsString(StandardCharsets.UTF_8);
		return ((Collection<Map<String, Object>>) Objects
			.requireNonNull(JsonParserFactory.getJsonParser().parseMap(metadata).get("properties"))).stream()
			.filter((property) -> "java.lang.Boolean".equals(property.get("type")))
			.map((property) -> (String) property.get("name"))
			// Read by a listener of SpringApplication.
			.filter((name) -> name.startsWith("tracing.") && !name.equals("tracing.logging.enabled"));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
