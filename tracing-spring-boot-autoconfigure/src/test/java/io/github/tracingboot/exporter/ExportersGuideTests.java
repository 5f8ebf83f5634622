package io.github.tracingboot.exporter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import io.github.tracingboot.testing.TestAuthority;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;

/** What docs/exporters.md shows is true. */
class ExportersGuideTests {

	private static final Pattern YAML = Pattern.compile("```yaml\n((?:tracing|spring):.*?)```", Pattern.DOTALL);

	private final String guide = read();

	@Test
	void itsTreesAreWhatIsDrawn() {
		assertThat(this.guide)
			.contains("```\n" + TraceTree.render(TestSpans.chimera(), TraceTree.View.COLLAPSED) + "```")
			.contains("```\n" + TraceTree.render(TestSpans.chimera(), TraceTree.View.FULL) + "```");
	}

	@Test
	void itsConfigurationStartsAndHasNoUnknownProperty(@TempDir Path directory) throws IOException {
		String known = new ClassPathResource("META-INF/spring-configuration-metadata.json")
			.getContentAsString(StandardCharsets.UTF_8);
		List<String> blocks = YAML.matcher(this.guide).results().map((match) -> match.group(1)).toList();
		assertThat(blocks).hasSizeGreaterThan(9);
		TestAuthority authority = new TestAuthority("guide");
		TestAuthority.Issued client = authority.issue("client");
		Map<String, Object> files = Map.of("spans.jsonl", directory.resolve("spans.jsonl").toString(), "ca.pem",
				TestAuthority.write(directory.resolve("ca.pem"), authority.pem()).toString(), "client.pem",
				TestAuthority.write(directory.resolve("client.pem"), client.pem()).toString(), "client.key",
				TestAuthority.write(directory.resolve("client.key"), client.key()).toString());
		for (String block : blocks) {
			PropertySource<?> source = new YamlPropertySourceLoader()
				.load("guide", new ByteArrayResource(block.getBytes(StandardCharsets.UTF_8)))
				.get(0);
			Map<String, Object> elsewhere = new HashMap<>();
			for (String name : ((EnumerablePropertySource<?>) source).getPropertyNames()) {
				if (name.startsWith("tracing.")) {
					assertThat(known).contains("\"" + name.replaceFirst("(headers)\\..*|\\[\\d+]$", "$1") + "\"");
				}
				String file = StringUtils.getFilename(String.valueOf(source.getProperty(name)));
				if (files.containsKey(file)) {
					elsewhere.put(name, files.get(file));
				}
			}
			new ApplicationContextRunner()
				.withInitializer((context) -> context.getEnvironment().getPropertySources().addFirst(source))
				.withInitializer((context) -> context.getEnvironment()
					.getPropertySources()
					.addFirst(new MapPropertySource("elsewhere", elsewhere)))
				.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
				.withUserConfiguration(ExporterAutoConfiguration.class)
				.run((context) -> assertThat(context).hasNotFailed());
		}
	}

	private static String read() {
		try {
			return Files.readString(Path.of("..", "docs", "exporters.md"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
