package io.github.tracingboot.environment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/** Of each record that is the properties of a feature. */
class RecordPropertiesTests {

	/** Some of them are right for each type, others wrong. */
	private static final List<String> VALUES = List.of("", "3", "4s", "none");

	@ParameterizedTest
	@MethodSource("records")
	void defaultsAreWhatSpringBootBindsWhereNothingIsSet(Class<?> type) {
		assertThat(defaults(type))
			.isEqualTo(Binder.get(new MockEnvironment()).bindOrCreate(prefix(type).toString(), type));
	}

	@ParameterizedTest
	@MethodSource("records")
	void whatIsSetIsBoundAsSpringBootBindsIt(Class<?> type) throws IOException {
		assertThat(properties(type)).allSatisfy((name) -> {
			for (String value : VALUES) {
				assertThatTheSameIsBound(type, new MapPropertySource("file", Map.of(name, value)));
			}
			assertThatTheSameIsBound(type, new MapPropertySource("file", Map.of(name + ".key", "some")));
			assertThatTheSameIsBound(type, new MapPropertySource("file", Map.of(name + "[0].name", "some")));
			for (String dash : List.of("", "_")) {
				String variable = name.toUpperCase(Locale.ROOT).replace('.', '_').replace("-", dash);
				assertThatTheSameIsBound(type,
						new SystemEnvironmentPropertySource("systemEnvironment", Map.of(variable, "4s")));
			}
		});
	}

	@ParameterizedTest
	@MethodSource("records")
	void manyAreBoundAsSpringBootBindsThem(Class<?> type) throws IOException {
		Map<String, Object> all = new HashMap<>();
		properties(type).forEach((name) -> all.put(name, "3"));
		assertThatTheSameIsBound(type, new MapPropertySource("file", all));
	}

	private static void assertThatTheSameIsBound(Class<?> type, PropertySource<?> source) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().forEach((each) -> environment.getPropertySources().remove(each.getName()));
		environment.getPropertySources().addFirst(source);
		ConfigurationPropertySources.attach(environment);
		List<ConfigurationPropertyName> set = new ArrayList<>();
		ConfigurationPropertySources.get(environment)
			.forEach((each) -> ((IterableConfigurationPropertySource) each).forEach(set::add));
		Binder binder = Binder.get(environment);
		RecordProperties properties = new RecordProperties(set, binder);
		assertThat(outcome(() -> properties.of(defaults(type), prefix(type)))).as("%s", source.getSource())
			.isEqualTo(outcome(() -> binder.bindOrCreate(prefix(type).toString(), type)));
	}

	/** What is bound, or why nothing is. */
	private static Object outcome(Supplier<Object> binding) {
		try {
			return binding.get();
		}
		catch (RuntimeException ex) {
			return NestedExceptionUtils.getMostSpecificCause(ex)
				.toString()
				.replace("@" + DefaultValue.class.getName() + " ", "");
		}
	}

	@ParameterizedTest
	@MethodSource("records")
	void eachOfItsPropertiesIsFoundInIt(Class<?> type) throws IOException {
		assertThat(properties(type)).isNotEmpty().allSatisfy((name) -> {
			assertThat(RecordProperties.isIn(type, prefix(type), ConfigurationPropertyName.of(name))).isTrue();
			assertThat(RecordProperties.isIn(type, prefix(type),
					ConfigurationPropertyName.adapt(name.replace('-', '.'), '.')))
				.as("the name that a variable has")
				.isTrue();
		});
		assertThat(RecordProperties.isIn(type, prefix(type), prefix(type).append("other"))).isFalse();
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

	private static Object defaults(Class<?> type) {
		return RecordProperties.make(Objects.requireNonNull(RecordProperties.defaults(type)));
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
			.filter(Class::isRecord)
			// Only for the metadata.
			.filter((type) -> !type.getName().equals("io.github.tracingboot.logging.LoggingProperties"));
	}

}
