package io.github.tracingboot.redaction;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/** What docs/redaction.md shows does what it says. */
class RedactionGuideTests {

	@Test
	@SuppressWarnings("unchecked")
	void itsConfigurationIsApplied() throws IOException {
		Matcher block = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
			.matcher(Files.readString(Path.of("../docs/redaction.md")));
		assertThat(block.find()).isTrue();
		PropertySource<?> properties = new YamlPropertySourceLoader()
			.load("guide", new ByteArrayResource(block.group(1).getBytes(StandardCharsets.UTF_8)))
			.get(0);
		assertThat(block.find()).as("another block").isFalse();
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(RedactionAutoConfiguration.class))
			.withPropertyValues("REDACTION_KEY=of-this-installation")
			.withInitializer((context) -> context.getEnvironment().getPropertySources().addFirst(properties))
			.run((context) -> {
				SpanData span = ((Iterable<SpanRedaction>) context.getBean("spanRedaction")).iterator()
					.next()
					.apply(span());
				Map<AttributeKey<?>, Object> attributes = span.getAttributes().asMap();
				assertThat(attributes).containsEntry(key("iban"), "***")
					.containsEntry(key("page.token"), "next-7")
					.containsEntry(key("customer"), "K-***")
					.containsEntry(key("paid.with"), "4111***")
					.containsEntry(key("login.token"), "***");
				assertThat(attributes.get(key("reply"))).asString().matches("hash:\\w{16}");
			});
	}

	private static SpanData span() {
		try (SdkTracerProvider provider = SdkTracerProvider.builder().build()) {
			return ((ReadableSpan) provider.get("test")
				.spanBuilder("work")
				.setAttribute("iban", "XX00 0000")
				.setAttribute("page.token", "next-7")
				.setAttribute("login.token", "next-7")
				.setAttribute("customer", "K-12345678")
				.setAttribute("paid.with", "4111 1111 1111 1111")
				.setAttribute("reply", "ada@mail.example")
				.startSpan()).toSpanData();
		}
	}

	private static AttributeKey<String> key(String name) {
		return AttributeKey.stringKey(name);
	}

}
