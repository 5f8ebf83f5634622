package io.github.tracingboot.sampling;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;

/** An application that exports nothing unless it is kept. */
@Configuration(proxyBeanMethods = false)
class KeepingApplication {

	final List<ReadableSpan> spans = new CopyOnWriteArrayList<>();

	static ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SamplingAutoConfiguration.class, ours("sdk.Sdk"),
					ours("propagation.Propagation")))
			.withUserConfiguration(KeepingApplication.class)
			.withPropertyValues("tracing.sampling.probability=0");
	}

	private static Class<?> ours(String feature) {
		return ClassUtils.resolveClassName("io.github.tracingboot." + feature + "AutoConfiguration", null);
	}

	List<String> names() {
		return this.spans.stream().map(ReadableSpan::getName).toList();
	}

	@Bean
	@Qualifier("exporting")
	SpanProcessor export() {
		return Keeping.exporting(this.spans::add);
	}

}
