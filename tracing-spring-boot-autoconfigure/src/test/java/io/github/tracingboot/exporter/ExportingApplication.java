package io.github.tracingboot.exporter;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.ClassUtils;

/** An application that has spans and exports them. */
final class ExportingApplication {

	private ExportingApplication() {
	}

	static ApplicationContextRunner runner() {
		return new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(
				ClassUtils.resolveClassName("io.github.tracingboot.sdk.SdkAutoConfiguration", null),
				ExporterAutoConfiguration.class));
	}

}
