package io.github.tracingboot;

import java.util.stream.StreamSupport;

import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring Cloud Function takes every bean that is a function for one of the application's,
 * and with more than one asks which is meant.
 */
class FunctionBeansTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ours()))
		.withPropertyValues("tracing.sampling.keep.errors=true", "tracing.exporter.console.enabled=true",
				"tracing.exporter.otlp.endpoint=http://localhost:4317",
				"tracing.exporter.file.path=target/function-beans.json",
				"tracing.environment.child-processes.enabled=true", "tracing.data.redis.enabled=true");

	private static Class<?>[] ours() {
		return StreamSupport
			.stream(ImportCandidates.load(AutoConfiguration.class, FunctionBeansTests.class.getClassLoader())
				.spliterator(), false)
			.filter((name) -> name.startsWith("io.github.tracingboot."))
			.map((name) -> ClassUtils.resolveClassName(name, null))
			.toArray(Class<?>[]::new);
	}

	@Test
	void noBeanIsAFunction() {
		this.runner.run((context) -> {
			assertThat(context).hasNotFailed().hasBean("spanRedaction").hasBean("keepSampler").hasBean("keepFigures");
			for (String name : context.getBeanDefinitionNames()) {
				assertThat(ClassUtils.getAllInterfaces(context.getBean(name))).as(name)
					.noneMatch((type) -> type.getPackageName().equals("java.util.function"));
			}
		});
	}

}
