package io.github.tracingboot.amqp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What the guide says has been seen is what the integration tests look at. */
class MessagingTableTests {

	private static final List<Path> TESTS = List.of(Path.of("src/test/java/io/github/tracingboot/amqp"),
			Path.of("../integration-tests/src/test/java/io/github/tracingboot/messaging"));

	private static final Pattern TEST = Pattern.compile("`(\\w+IT)\\.(\\w+)`");

	private static final String ONLY_RABBITMQ = "@Tag(\"rabbitmq\")";

	@ParameterizedTest
	@MethodSource("rows")
	void eachRowIsATestThatRunsWhereTheRowSays(String row) throws IOException {
		String[] cells = row.split(" \\| ");
		assertThat(cells).hasSize(5);
		assertThat(cells[2]).isEqualTo("✓");
		Matcher tests = TEST.matcher(cells[4]);
		int found = 0;
		while (tests.find()) {
			boolean embedded = runsOnTheEmbeddedBroker(tests.group(1), tests.group(2));
			assertThat(cells[3]).as(tests.group()).isEqualTo(embedded ? "✓" : "—");
			found++;
		}
		assertThat(found).isPositive();
	}

	@Test
	void whatOnlyRabbitMqDoesIsInTheTable() throws IOException {
		Set<String> named = new HashSet<>();
		rows().forEach((row) -> TEST.matcher(row).results().forEach((test) -> named.add(test.group(2))));
		Matcher tests = Pattern.compile("@Test[^;{]*void (\\w+)\\(").matcher(source("RabbitMqIT"));
		while (tests.find()) {
			assertThat(named).contains(tests.group(1));
		}
	}

	static Stream<String> rows() throws IOException {
		return Files.readAllLines(Path.of("../docs/messaging.md"))
			.stream()
			.filter((line) -> line.startsWith("| ") && TEST.matcher(line).find());
	}

	private static boolean runsOnTheEmbeddedBroker(String type, String method) throws IOException {
		String source = source(type);
		Matcher declaration = Pattern.compile("((?:\t@.*\n)+)\t(?:public )?void " + method + "\\(").matcher(source);
		assertThat(declaration.find()).as(type + "." + method).isTrue();
		String annotations = declaration.group(1);
		assertThat(annotations).containsPattern("@(Parameterized)?Test\\b");
		String ofType = source.substring(0, source.indexOf("class " + type));
		return !annotations.contains(ONLY_RABBITMQ) && !ofType.contains(ONLY_RABBITMQ);
	}

	private static String source(String type) throws IOException {
		for (Path directory : TESTS) {
			Path file = directory.resolve(type + ".java");
			if (Files.exists(file)) {
				return Files.readString(file);
			}
		}
		throw new AssertionError("no test " + type);
	}

}
