package io.github.tracingboot.environment;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.opentelemetry.api.OpenTelemetry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

class OwnBeanDefinitionsTests {

	private static final String BEAN = "tracing.example-" + Example.class.getName();

	private static final PropertySource<?> UNLISTED = new PropertySource<>("vault") {
		@Override
		public @Nullable Object getProperty(String name) {
			return name.equals("tracing.example.size") ? 3 : null;
		}
	};

	@SuppressWarnings("NullAway.Init")
	private ListableBeanFactory beans;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EnvironmentAutoConfiguration.class))
		.withBean(OpenTelemetry.class, OpenTelemetry::noop)
		.withInitializer((context) -> {
			register(context, "tracing.example", Example.class);
			register(context, "tracing.example.part", Part.class);
		});

	// As Spring Boot does, but without metadata of a feature that there is not.
	private static <P> void register(ConfigurableApplicationContext context, String prefix, Class<P> type) {
		((GenericApplicationContext) context).registerBean(prefix + "-" + type.getName(), type,
				() -> Binder.get(context.getEnvironment()).bindOrCreate(prefix, type));
	}

	@Test
	void defaultsAreNotReadBeforeTheyAreUsed() {
		this.runner.withPropertyValues("tracing.examples=3").run((context) -> {
			assertThat(context.getBeanFactory().containsSingleton(BEAN)).isFalse();
			assertThat(context.getBean(Example.class).size()).isEqualTo(2);
		});
	}

	@Test
	void noConfigurationIsMadeForStaticMethods() {
		String name = EnvironmentAutoConfiguration.class.getName();
		this.runner.run((context) -> {
			assertThat(context.getBeanFactory().containsSingleton(name)).isFalse();
			assertThat(context.getBean(name)).isInstanceOf(EnvironmentAutoConfiguration.class);
		});
	}

	@Test
	void listenersAreLookedForInTheBeansOfTheApplicationAlone() {
		this.runner.withUserConfiguration(Listening.class).run((context) -> {
			assertThat(context.getBean(Listening.class).heard).containsExactly("started");
			assertThat(AutoProxyUtils.determineTargetClass(context.getBeanFactory(), "adoptedContext"))
				.isEqualTo(Object.class);
		});
	}

	@Test
	void whatIsSetIsReadAtStartup() {
		this.runner.withPropertyValues("tracing.example.size=3")
			.run((context) -> assertThat(context.getBeanFactory().containsSingleton(BEAN)).isTrue());
	}

	@Test
	void aVariableIsReadAtStartup() {
		assertThatItIsReadFrom(
				new SystemEnvironmentPropertySource("systemEnvironment", Map.of("TRACING_EXAMPLE_SIZE", "3")));
	}

	@Test
	void whatASourceDoesNotListIsReadAtStartup() {
		assertThatItIsReadFrom(UNLISTED);
	}

	private void assertThatItIsReadFrom(PropertySource<?> source) {
		this.runner.withInitializer((context) -> context.getEnvironment().getPropertySources().addFirst(source))
			.run((context) -> {
				assertThat(context.getBeanFactory().containsSingleton(BEAN)).isTrue();
				assertThat(context.getBean(Example.class).size()).isEqualTo(3);
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "TRACING_EXAMPLE_MAXAGE", "TRACING_EXAMPLE_MAX_AGE" })
	void aVariableIsReadHoweverItIsSpelt(String variable) {
		PropertySource<?> source = new SystemEnvironmentPropertySource("systemEnvironment", Map.of(variable, "3s"));
		this.runner.withInitializer((context) -> context.getEnvironment().getPropertySources().addFirst(source))
			.run((context) -> assertThat(context.getBean(Example.class).maxAge()).hasSeconds(3));
	}

	@Test
	void whatIsSetOfAnotherFeatureMakesNoDifference() {
		this.runner.withPropertyValues("tracing.example.part.name=other").run((context) -> {
			assertThat(context.getBeanFactory().containsSingleton(BEAN)).isFalse();
			assertThat(context.getBean(Part.class).name()).isEqualTo("other");
		});
	}

	/** As those of an application in a package of this name. */
	@Test
	void propertiesWithAnotherPrefixAreNotOurs() {
		this.runner.withInitializer((context) -> register(context, "orders", Part.class))
			.withPropertyValues("orders.name=theirs")
			.run((context) -> assertThat(context.getBean("orders-" + Part.class.getName(), Part.class).name())
				.isEqualTo("theirs"));
	}

	@Test
	void whatIsWrongFailsAtStartupThoughNobodyUsesIt() {
		this.runner.withPropertyValues("tracing.example.size=many").run((context) -> assertThat(context).hasFailed());
	}

	@ParameterizedTest
	@ValueSource(strings = { "tracing.enabled=false", "tracing.example.enabled=false" })
	void whatIsWrongMakesNoDifferenceWhereItIsOff(String off) {
		ApplicationContextRunner wrong = this.runner.withPropertyValues(off, "tracing.example.size=many");
		wrong.run((context) -> assertThat(context).hasNotFailed());
		wrong.withInitializer((context) -> context.getEnvironment().getPropertySources().addLast(UNLISTED))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void defaultsAreThereForWhatIsDestroyed() {
		AtomicInteger size = new AtomicInteger();
		this.runner.withBean(DisposableBean.class, () -> () -> size.set(this.beans.getBean(Example.class).size()))
			.withInitializer((context) -> this.beans = context.getBeanFactory())
			.run((context) -> assertThat(context.getBeanFactory().containsSingleton(BEAN)).isFalse());
		assertThat(size).hasValue(2);
	}

	/** Its name is not that of a configuration class of the library. */
	@Configuration(proxyBeanMethods = false)
	static class Listening {

		private final List<String> heard = new ArrayList<>();

		@EventListener
		void on(ContextRefreshedEvent event) {
			this.heard.add("started");
		}

	}

	/**
	 * Of a feature.
	 *
	 * @param size a number
	 * @param maxAge has a variable of two spellings
	 * @param part shares its prefix
	 */
	record Example(@DefaultValue("2") int size, @DefaultValue("1s") Duration maxAge, @DefaultValue Shared part) {

		static Example defaults() {
			return new Example(2, Duration.ofSeconds(1), Shared.defaults());
		}

	}

	/**
	 * What of it is the feature's.
	 *
	 * @param size a number
	 */
	record Shared(@DefaultValue("3") int size) {

		static Shared defaults() {
			return new Shared(3);
		}

	}

	/**
	 * Of another feature.
	 *
	 * @param name a text
	 */
	record Part(@Nullable String name) {

		static Part defaults() {
			return new Part(null);
		}

	}

}
