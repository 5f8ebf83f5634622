package io.github.tracingboot.annotation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.annotation.TracedBeans.Application;
import io.github.tracingboot.annotation.TracedBeans.Orders;
import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@ExtendWith(OutputCaptureExtension.class)
class AnnotationAutoConfigurationTests {

	@RegisterExtension
	static final SpanRecorder spans = new SpanRecorder();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class, AnnotationAutoConfiguration.class,
				ReactorAutoConfiguration.class))
		.withUserConfiguration(Application.class);

	private final ApplicationContextRunner recording = this.runner.withBean("tracer", Tracer.class,
			AnnotationAutoConfigurationTests::tracer);

	@Test
	void proxiesWhatIsAnnotatedAndNothingElse() {
		this.recording.run((context) -> {
			assertThat(proxied(context)).containsExactlyInAnyOrder("orders", "greeter", "texts");
			context.getBean(Orders.class).place();
			spans.take("Orders.place");
			context.getBean(Orders.class).untraced();
		});
	}

	@Test
	void thereIsNoProxyWhenItIsOff() {
		for (String property : List.of("tracing.enabled=false", "tracing.annotation.enabled=false")) {
			this.recording.withPropertyValues(property).run((context) -> {
				assertThat(proxied(context)).isEmpty();
				context.getBean(Orders.class).place();
			});
		}
	}

	@Test
	void aTracerTooManyIsAnErrorAtStartup() {
		this.runner.withBean("one", Tracer.class, AnnotationAutoConfigurationTests::tracer)
			.withBean("another", Tracer.class, AnnotationAutoConfigurationTests::tracer)
			.run((context) -> assertThat(context).getFailure().isInstanceOf(NoUniqueBeanDefinitionException.class));
	}

	@Test
	void bringsNothingUpTooEarly(CapturedOutput output) {
		this.recording.withBean("witness", Witness.class).run((context) -> {
			assertThat(context.getBean(Witness.class).seen).contains("tracer", "orders", "plain");
			assertThat(output).doesNotContain("not eligible for getting processed");
		});
	}

	@Test
	void whatTheTracerIsMadeOfRunsAsItIs() {
		this.runner.withUserConfiguration(TracedOrigin.class).run((context) -> {
			assertThat(context).hasNotFailed();
			context.getBean(Orders.class).place();
			spans.take("Orders.place");
		});
	}

	@Test
	void comesWithTheOtherAutoConfigurations() {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class, Everything.class)
			.web(WebApplicationType.NONE)
			.run()) {
			context.getBean(Orders.class).place();
			spans.take("Orders.place");
		}
	}

	@Test
	void thereIsATemplateWithAndWithoutTracing() {
		this.recording.run((context) -> {
			context.getBean(SpanTemplate.class).run("block", (span) -> {
			});
			spans.take("block");
		});
		this.recording.withPropertyValues("tracing.enabled=false")
			.run((context) -> context.getBean(SpanTemplate.class)
				.run("block", (span) -> assertThat(span.getSpanContext().isValid()).isFalse()));
	}

	@Test
	void aTemplateOfTheApplicationIsTheOnlyOne() {
		SpanTemplate own = new SpanTemplate(tracer());
		for (String enabled : List.of("true", "false")) {
			this.recording.withPropertyValues("tracing.enabled=" + enabled)
				.withBean(SpanTemplate.class, () -> own)
				.run((context) -> assertThat(context.getBean(SpanTemplate.class)).isSameAs(own));
		}
	}

	@Test
	void theDetailOfExceptionsIsConfigured() {
		this.recording.withPropertyValues("tracing.annotation.exception-detail=type").run((context) -> {
			assertThatIllegalStateException().isThrownBy(context.getBean(Orders.class)::refuse);
			assertThatIllegalStateException()
				.isThrownBy(() -> context.getBean(SpanTemplate.class).run("block", (span) -> {
					throw new IllegalStateException("secret");
				}));
			for (String name : List.of("Orders.refuse", "block")) {
				assertThat(spans.take(name).getEvents()).singleElement()
					.satisfies((event) -> assertThat(event.getAttributes().size()).isEqualTo(1));
			}
		});
	}

	@Test
	void aDetailThatDoesNotExistIsAnErrorAtStartup() {
		this.recording.withPropertyValues("tracing.annotation.exception-detail=none")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("SpanErrors.Detail.none"));
	}

	@Test
	void samplersSeeTheAttributesWhereOneOfTheirRulesNamesSome() {
		Map<String, Object> properties = new HashMap<>();
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new MapPropertySource("test", properties));
		assertThat(SpanSettings.of(environment)).isEqualTo(SpanSettings.DEFAULTS);
		properties.put("tracing.sampling.rules[0].span-name", "GET *");
		assertThat(SpanSettings.of(environment).attributesBeforeSampling()).isFalse();
		properties.put("tracing.sampling.rules[1].attributes.[order.id]", "A-*");
		assertThat(SpanSettings.of(environment).attributesBeforeSampling()).isTrue();
		properties.put("tracing.annotation.attributes-before-sampling", "false");
		assertThat(SpanSettings.of(environment).attributesBeforeSampling()).isFalse();
	}

	private static Tracer tracer() {
		return SdkTracerProvider.builder().addSpanProcessor(spans).build().get("test");
	}

	private static List<String> proxied(ApplicationContext context) {
		List<String> names = new ArrayList<>();
		for (String name : context.getBeanDefinitionNames()) {
			if (AopUtils.isAopProxy(context.getBean(name))) {
				names.add(name);
			}
		}
		return names;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Everything {

		@Bean
		SpanProcessor recorder() {
			return spans;
		}

	}

	/** A bean that reads its settings through a traced method, while it is made. */
	@Configuration(proxyBeanMethods = false)
	static class TracedOrigin {

		@Bean
		Tracer madeWithHelp(Orders orders) {
			orders.place();
			return tracer();
		}

	}

	/** Sees every bean that is made after it. */
	static class Witness implements BeanPostProcessor {

		private final Set<String> seen = new HashSet<>();

		@Override
		public Object postProcessBeforeInitialization(Object bean, String beanName) {
			this.seen.add(beanName);
			return bean;
		}

	}

}
