package io.github.tracingboot.exporter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/** What docs/exporters.md shows is true. */
class ExportersGuideTests {

	private static final Pattern YAML = Pattern.compile("```yaml\n(tracing:.*?)```", Pattern.DOTALL);

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
		assertThat(blocks).hasSizeGreaterThan(5);
		PropertySource<?> elsewhere = new MapPropertySource("elsewhere",
				Map.of("tracing.exporter.file.path", directory.resolve("spans.jsonl").toString()));
		for (String block : blocks) {
			PropertySource<?> source = new YamlPropertySourceLoader()
				.load("guide", new ByteArrayResource(block.getBytes(StandardCharsets.UTF_8)))
				.get(0);
			for (String name : ((EnumerablePropertySource<?>) source).getPropertyNames()) {
				assertThat(known).contains("\"" + name.replaceFirst("headers\\..*", "headers") + "\"");
			}
			new ApplicationContextRunner()
				.withInitializer((context) -> context.getEnvironment().getPropertySources().addFirst(source))
				.withInitializer((context) -> {
					if (source.containsProperty("tracing.exporter.file.path")) {
						context.getEnvironment().getPropertySources().addFirst(elsewhere);
					}
				})
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
