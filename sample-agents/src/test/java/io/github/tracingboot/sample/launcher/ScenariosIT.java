package io.github.tracingboot.sample.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.tracingboot.sample.launcher.ScenarioRun.Outcome;
import io.github.tracingboot.sample.launcher.ScenarioRun.Trace;
import io.github.tracingboot.sample.launcher.ScenarioRun.Traces;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every scenario gives what {@code docs/scenarios.md} shows, on each broker. With
 * {@code -Dscenarios.print=true} it prints what it got.
 */
@ParameterizedClass
@MethodSource("io.github.tracingboot.sample.launcher.TestBroker#all")
@TestInstance(Lifecycle.PER_CLASS)
class ScenariosIT {

	private static final Path DOCUMENT = Path.of("..", "docs", "scenarios.md");

	private static final Pattern BLOCK = Pattern.compile("^```\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

	@Parameter
	private List<String> brokerArguments = List.of();

	@ParameterizedTest
	@MethodSource("scenarios")
	void scenarioGivesWhatTheDocumentShows(String scenario) throws Exception {
		AllAgents agents = SharedAgents.on(this.brokerArguments);
		List<Outcome> outcomes = new ScenarioRun(agents.url()).of(scenario);
		List<String> got = outcomes.stream().flatMap(ScenariosIT::drawn).toList();
		if (Boolean.getBoolean("scenarios.print")) {
			got.forEach((block) -> System.out.println("```\n" + block + "```\n"));
		}
		assertThat(outcomes).allSatisfy((outcome) -> assertThat(traces(outcome).complete()).isTrue());
		List<String> everywhere = documented("Beside the answer").toList();
		assertThat(got.stream().map(ScenariosIT::comparable).filter((block) -> !everywhere.contains(block)))
			.containsExactlyInAnyOrderElementsOf(documented("`" + scenario + "`").toList());
	}

	@Test
	void everyAnswerIsArchivedAndAnalysed() throws Exception {
		AllAgents agents = SharedAgents.on(this.brokerArguments);
		List<String> linked = traces(new ScenarioRun(agents.url()).of("price").get(0)).linked()
			.stream()
			.map((trace) -> comparable(trace.collapsed()))
			.toList();
		List<String> documented = documented("Beside the answer").toList();
		assertThat(linked).containsExactlyInAnyOrder(documented.get(0), documented.get(1));
	}

	@Test
	void everySpanOfTheFullViewIsDocumented() throws Exception {
		AllAgents agents = SharedAgents.on(this.brokerArguments);
		Traces traces = traces(new ScenarioRun(agents.url()).of("price").get(0));
		assertThat(documented("The full view")).containsExactly(comparable(traces.trace().full()));
	}

	static Stream<String> scenarios() throws Exception {
		return Pattern.compile("^## `(\\w+)`", Pattern.MULTILINE)
			.matcher(Files.readString(DOCUMENT))
			.results()
			.map((heading) -> heading.group(1));
	}

	private static Stream<String> documented(String heading) throws Exception {
		String document = Files.readString(DOCUMENT);
		int start = document.indexOf("## " + heading);
		int end = document.indexOf("\n## ", start);
		return BLOCK.matcher(document.substring(start, (end < 0) ? document.length() : end))
			.results()
			.map((block) -> comparable(block.group(1)));
	}

	private static Stream<String> drawn(Outcome outcome) {
		Traces traces = traces(outcome);
		String answer = (outcome.status() + " " + outcome.text()).strip() + "\n";
		return Stream.concat(Stream.of(answer + traces.trace().collapsed()),
				traces.linked().stream().map(Trace::collapsed));
	}

	private static Traces traces(Outcome outcome) {
		return Objects.requireNonNull(outcome.traces());
	}

	// Heights of the chain and numbers of questions grow.
	private static String comparable(String block) {
		return Trees.canonical(block.replaceFirst("[\\d,]+ blocks", "N blocks").replaceFirst("\\d+ times", "N times"));
	}

}
