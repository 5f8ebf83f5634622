package io.github.tracingboot.core;

import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Before the analyzer of binding failures, which would report the same less clearly. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class InvalidConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<InvalidConfigurationException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, InvalidConfigurationException cause) {
		String action = cause.fixes()
			.stream()
			.map((fix) -> "    - " + fix)
			.collect(Collectors.joining("\n", "Do one of these:\n\n", "\n"));
		return new FailureAnalysis(cause.getMessage(), action, cause);
	}

}
