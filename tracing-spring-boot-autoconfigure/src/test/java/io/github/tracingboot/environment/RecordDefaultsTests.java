package io.github.tracingboot.environment;

import java.util.Objects;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/** Of each record that is the properties of a feature. */
class RecordDefaultsTests {

	@ParameterizedTest
	@MethodSource("records")
	void theyAreWhatSpringBootBindsWhereNothingIsSet(Class<?> type) {
		assertThat((Object) RecordDefaults.of(type))
			.isEqualTo(Binder.get(new MockEnvironment()).bindOrCreate(prefix(type).toString(), type));
	}

	static ConfigurationPropertyName prefix(Class<?> type) {
		return ConfigurationPropertyName
			.of(Objects.requireNonNull(type.getAnnotation(ConfigurationProperties.class)).value());
	}

	static Stream<Class<?>> records() {
		ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
		scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
		return scanner.findCandidateComponents("io.github.tracingboot")
			.stream()
			.map(BeanDefinition::getBeanClassName)
			.<Class<?>>map((name) -> ClassUtils.resolveClassName(Objects.requireNonNull(name), null))
			.filter(Class::isRecord);
	}

}
