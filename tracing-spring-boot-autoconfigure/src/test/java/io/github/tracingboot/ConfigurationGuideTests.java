package io.github.tracingboot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import org.springframework.boot.json.JsonParserFactory;
import org.springframework.core.io.ClassPathResource;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;

/** What the IDE shows and what the guide says are the same, and complete. */
class ConfigurationGuideTests {

	private static final String METADATA = "META-INF/spring-configuration-metadata.json";

	private static final Path GUIDE = Path.of("../docs/configuration.md");

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
