package io.github.tracingboot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;

/** What the IDE shows and what the guide says are the same, and complete. */
class ConfigurationGuideTests {

	private static final String METADATA = "META-INF/spring-configuration-metadata.json";

	private static final Path GUIDE = Path.of("../docs/configuration.md");

	private static final Pattern YAML = Pattern.compile("^```yaml\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

	// Not what comes after management. or a package, and no method of a variable.
	private static final Pattern NAME = Pattern.compile("(?<![\\w.])tracing(\\.[a-z][a-z0-9-]*+)++(?!\\()");

	private static final Set<String> METERS = Set.of("tracing.exporter.spans", "tracing.exporter.queue.size",
			"tracing.exporter.queue.capacity", "tracing.exporter.sending", "tracing.keep.spans", "tracing.keep.traces",
			"tracing.keep.waiting.spans", "tracing.keep.waiting.traces");

	private final Map<String, Map<String, Object>> properties = new TreeMap<>();

	@SuppressWarnings("unchecked")
	ConfigurationGuideTests() throws IOException {
		String metadata = new ClassPathResource(METADATA).getContentAsString(StandardCharsets.UTF_8);
		Collection<Map<String, Object>> all = (Collection<Map<String, Object>>) Objects
			.requireNonNull(JsonParserFactory.getJsonParser().parseMap(metadata).get("properties"));
		all.forEach((property) -> this.properties.put((String) property.get("name"), property));
	}

	@Test
	void everyPropertyHasADescription() {
		assertThat(this.properties).isNotEmpty().allSatisfy((name, property) -> {
			assertThat(name).matches("(management\\.endpoint\\.)?tracing\\..*");
			assertThat((String) property.get("description")).as(name).isNotBlank();
		});
	}

	@Test
	void everyPropertyHasADefaultOrSaysWhatHappensWithoutIt() {
		assertThat(this.properties).allSatisfy((name,
				property) -> assertThat(property.containsKey("defaultValue") || isCollection(property)
						|| property.get("description")
							.toString()
							.matches("(?s).*(falls back|not set|[Nn]one|without one|by default).*"))
					.as(name)
					.isTrue());
	}

	@Test
	void guideListsEveryPropertyAsItIs() throws IOException {
		String table = this.properties.values()
			.stream()
			.map(ConfigurationGuideTests::row)
			.collect(Collectors.joining("\n", "| property | default | |\n|---|---|---|\n", "\n"));
		Files.writeString(Path.of("target/configuration-table.md"), table);
		String guide = Files.readString(GUIDE);
		assertThat(guide).as("docs/configuration.md holds the table in target/configuration-table.md").contains(table);
	}

	@ParameterizedTest
	@MethodSource("io.github.tracingboot.GuidesTests#guides")
	void everyPropertyThatAGuideNamesExists(Path guide) throws IOException {
		String text = Files.readString(guide);
		Stream<String> inYaml = YAML.matcher(text).results().flatMap((block) -> names(block.group(1)));
		Stream<String> inText = NAME.matcher(text).results().map(MatchResult::group);
		assertThat(Stream.concat(inYaml, inText).filter((name) -> name.startsWith("tracing.")).distinct())
			.as(guide.toString())
			.allMatch(this::exists);
	}

	private boolean exists(String name) {
		return METERS.contains(name) || this.properties.entrySet()
			.stream()
			.anyMatch((property) -> property.getKey().equals(name) || property.getKey().startsWith(name + ".")
					|| (isCollection(property.getValue()) && name.startsWith(property.getKey() + ".")));
	}

	private static Stream<String> names(String yaml) {
		YamlPropertiesFactoryBean reader = new YamlPropertiesFactoryBean();
		reader.setResources(new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)));
		return Objects.requireNonNull(reader.getObject())
			.stringPropertyNames()
			.stream()
			.map((name) -> name.replaceAll("\\[[^\\]]*]", ""));
	}

	private static boolean isCollection(Map<String, Object> property) {
		String type = String.valueOf(property.get("type"));
		return type.startsWith("java.util.");
	}

	private static String row(Map<String, Object> property) {
		Object value = property.get("defaultValue");
		String defaultValue = (value instanceof Collection<?> values)
				? StringUtils.collectionToDelimitedString(values, ", ") : (value != null) ? value.toString() : "";
		return "| `" + property.get("name") + "` | " + (defaultValue.isEmpty() ? "" : "`" + defaultValue + "`") + " | "
				+ Objects.toString(property.get("description"), "").replace("\n", " ") + " |";
	}

}
