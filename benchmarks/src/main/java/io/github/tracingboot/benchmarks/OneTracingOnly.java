package io.github.tracingboot.benchmarks;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * Leaves an application the auto-configurations of one kind of tracing, as if the others
 * were not on the class path.
 */
final class OneTracingOnly implements AutoConfigurationImportFilter, EnvironmentAware {

	/** The packages of the auto-configurations that the application would not have. */
	static final String ABSENT = "benchmark.absent";

	private List<String> absent = List.of();

	@Override
	@SuppressWarnings("unchecked")
	public void setEnvironment(Environment environment) {
		this.absent = environment.getProperty(ABSENT, List.class, List.of());
	}

	@Override
	public boolean[] match(@Nullable String[] candidates, AutoConfigurationMetadata metadata) {
		boolean[] matches = new boolean[candidates.length];
		for (int i = 0; i < candidates.length; i++) {
			String candidate = candidates[i];
			matches[i] = candidate == null || this.absent.stream().noneMatch(candidate::startsWith);
		}
		return matches;
	}

}
