package io.github.tracingboot.environment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.io.ClassPathResource;
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

	@ParameterizedTest
	@MethodSource("records")
	void eachOfItsPropertiesIsFoundInIt(Class<?> type) throws IOException {
		assertThat(properties(type)).isNotEmpty().allSatisfy((name) -> {
			assertThat(RecordDefaults.isIn(type, prefix(type), ConfigurationPropertyName.of(name))).isTrue();
			assertThat(RecordDefaults.isIn(type, prefix(type),
					ConfigurationPropertyName.adapt(name.replace('-', '.'), '.')))
				.as("the name that a variable has")
				.isTrue();
		});
		assertThat(RecordDefaults.isIn(type, prefix(type), prefix(type).append("other"))).isFalse();
	}

	@SuppressWarnings("unchecked")
	private static Stream<String> properties(Class<?> type) throws IOException {
		String metadata = new ClassPathResource("META-INF/spring-configuration-metadata.json")
			.getContentAsString(StandardCharsets.UTF_8);
		return ((Collection<Map<String, Object>>) Objects
			.requireNonNull(JsonParserFactory.getJsonParser().parseMap(metadata).get("properties"))).stream()
			.filter((property) -> String.valueOf(property.get("sourceType")).startsWith(type.getName()))
			.map((property) -> (String) property.get("name"));
	}

	private static ConfigurationPropertyName prefix(Class<?> type) {
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
