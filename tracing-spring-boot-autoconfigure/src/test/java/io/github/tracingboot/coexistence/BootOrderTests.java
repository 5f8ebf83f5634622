package io.github.tracingboot.coexistence;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.annotation.Configurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

class BootOrderTests {

	private static final String SDK = "io.github.tracingboot.sdk.SdkAutoConfiguration";

	private static final String OBSERVATION = "io.github.tracingboot.observation.ObservationAutoConfiguration";

	private static final String TASK = "io.github.tracingboot.task.TaskAutoConfiguration";

	/** As an application has them, which leaves out what is not there before it sorts. */
	private final List<String> order = Stream.of(Configurations.getClasses(AutoConfigurations.of(present())))
		.map(Class::getName)
		.toList();

	@Test
	void partsOfOursAreMadeBeforeBootMakesAny() {
		assertThat(inOrder("io.github.tracingboot.sampling.SamplingAutoConfiguration", SDK, "BootOrder$Before",
				".OpenTelemetrySdkAutoConfiguration"))
			.isSorted();
		assertThat(inOrder("io.github.tracingboot.propagation.PropagationAutoConfiguration", SDK, "BootOrder$Before",
				".opentelemetry.OpenTelemetryAutoConfiguration"))
			.isSorted();
		assertThat(inOrder(SDK, ".OpenTelemetryTracingAutoConfiguration")).isSorted();
	}

	@Test
	void whatBootMakesForObservationsIsThereBeforeOurs() {
		assertThat(inOrder(".autoconfigure.observation.ObservationAutoConfiguration", OBSERVATION)).isSorted();
		assertThat(inOrder(".observation.autoconfigure.ObservationAutoConfiguration", OBSERVATION)).isSorted();
		assertThat(inOrder(".OpenTelemetryTracingAutoConfiguration", OBSERVATION)).isSorted();
		assertThat(inOrder(".BraveAutoConfiguration", OBSERVATION)).isSorted();
	}

	@Test
	void whatBootSetsOfScheduledMethodsIsSetBeforeOurs() {
		assertThat(inOrder("ScheduledTasksObserv", TASK)).hasSize(2).isSorted();
	}

	/** Where those stand that are there. */
	private List<Integer> inOrder(String... parts) {
		List<Integer> places = new ArrayList<>();
		for (String part : parts) {
			this.order.stream()
				.filter((name) -> name.contains(part))
				.findFirst()
				.map(this.order::indexOf)
				.ifPresent(places::add);
		}
		return places;
	}

	private static Class<?>[] present() {
		ClassLoader classLoader = BootOrderTests.class.getClassLoader();
		return ImportCandidates.load(AutoConfiguration.class, classLoader)
			.getCandidates()
			.stream()
			.<Class<?>>map((name) -> ClassUtils.resolveClassName(name, classLoader))
			.filter((type) -> !type.getName().contains("BootOrder")
					|| Stream.of(MergedAnnotations.from(type).get(ConditionalOnClass.class).getStringArray("name"))
						.allMatch((name) -> ClassUtils.isPresent(name, classLoader)))
			.toArray(Class<?>[]::new);
	}

}
