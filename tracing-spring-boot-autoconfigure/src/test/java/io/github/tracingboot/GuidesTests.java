package io.github.tracingboot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

import io.github.tracingboot.testing.GuideCode;

import static org.assertj.core.api.Assertions.assertThat;

/** What holds for every guide: its links lead somewhere, its YAML is YAML. */
class GuidesTests {

	private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

	private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]*)(#[^)\\s]*)?\\)");

	private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

	private static final Pattern TEST = Pattern.compile("\\b(?!X)[A-Z][A-Za-z0-9]+(IT|Tests|Benchmark)\\b");

	private static final Set<String> SOURCES = sources();

	private static final Pattern YAML = Pattern.compile("^```yaml\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

	@ParameterizedTest
	@MethodSource("guides")
	void itsLinksLeadSomewhere(Path guide) throws IOException {
		List<String> broken = new ArrayList<>();
		for (MatchResult link : LINK.matcher(Files.readString(guide)).results().toList()) {
			String file = link.group(1);
			if (file.contains(":")) {
				continue;
			}
			Path target = file.isEmpty() ? guide : guide.resolveSibling(file).normalize();
			String anchor = link.group(2);
			if (!Files.exists(target)
					|| (anchor != null && !anchors(Files.readString(target)).contains(anchor.substring(1)))) {
				broken.add(link.group());
			}
		}
		assertThat(broken).as(guide.toString()).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("guides")
	void itsYamlIsYaml(Path guide) throws IOException {
		for (MatchResult block : YAML.matcher(Files.readString(guide)).results().toList()) {
			Object read = new Yaml().load(block.group(1));
			assertThat(read).as(block.group(1)).isNotNull();
		}
	}

	@ParameterizedTest
	@MethodSource("guides")
	void theTestsThatItNamesExist(Path guide) throws IOException {
		assertThat(TEST.matcher(Files.readString(guide)).results().map(MatchResult::group)).as(guide.toString())
			.allSatisfy((name) -> assertThat(SOURCES).contains(name + ".java"));
	}

	@Test
	void theCodeOfGettingStartedCompiles(@TempDir Path classes) throws IOException {
		GuideCode.compile("getting-started.md", 2, """
				import io.github.tracingboot.annotation.*;
				import org.springframework.amqp.rabbit.annotation.*;
				import org.springframework.stereotype.*;
				""", (block) -> block, classes);
	}

	static Stream<Path> guides() throws IOException {
		List<Path> guides = new ArrayList<>(List.of(ROOT.resolve("README.md"), ROOT.resolve("CONTRIBUTING.md"),
				ROOT.resolve("sample-agents/README.md")));
		try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
			docs.filter((file) -> file.toString().endsWith(".md")).sorted().forEach(guides::add);
		}
		return guides.stream();
	}

	private static Set<String> sources() {
		try (Stream<Path> modules = Files.list(ROOT)) {
			return modules.map((module) -> module.resolve("src"))
				.filter(Files::exists)
				.flatMap((sources) -> fileNames(sources).stream())
				.collect(Collectors.toSet());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<String> fileNames(Path directory) {
		try (Stream<Path> files = Files.walk(directory)) {
			return files.map((file) -> file.getFileName().toString()).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<String> anchors(String markdown) {
		return HEADING.matcher(markdown)
			.results()
			.map((heading) -> heading.group(1)
				.toLowerCase(Locale.ROOT)
				.replaceAll("[^\\p{L}\\p{N} _-]", "")
				.replace(' ', '-'))
			.toList();
	}

}
