package io.github.tracingboot.annotation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.aop.Advisor;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.autoproxy.DefaultAdvisorAutoProxyCreator;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.config.BeanDefinition;
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
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@ExtendWith(OutputCaptureExtension.class)
class AnnotationAutoConfigurationTests {

	@RegisterExtension
	static final SpanRecorder spans = new SpanRecorder();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class, AnnotationAutoConfiguration.class))
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
	void proxiesClassesByDefault() {
		this.recording.run((context) -> {
			assertThat(AopUtils.isCglibProxy(context.getBean("greeter"))).isTrue();
			assertThat(context.getBean(PoliteGreeter.class).greet()).isEqualTo("good morning");
			spans.take("PoliteGreeter.greet");
		});
	}

	@Test
	void proxiesInterfacesWhereTheApplicationWantsThat() {
		this.recording.withPropertyValues("spring.aop.proxy-target-class=false").run((context) -> {
			assertThat(AopUtils.isJdkDynamicProxy(context.getBean("greeter"))).isTrue();
			assertThat(context.getBean(Greeter.class).greet()).isEqualTo("good morning");
			spans.take("PoliteGreeter.greet");
			assertThat(AopUtils.isCglibProxy(context.getBean("orders"))).isTrue();
		});
	}

	@Test
	void aGenericMethodHasOneSpanThroughEitherProxy() {
		for (String classProxies : List.of("true", "false")) {
			this.recording.withPropertyValues("spring.aop.proxy-target-class=" + classProxies).run((context) -> {
				@SuppressWarnings("unchecked")
				Store<String> store = context.getBean(Store.class);
				store.save("text");
				spans.take("Texts.save");
			});
		}
	}

	@Test
	void createsItsProxiesWhenSpringBootDoesNot() {
		this.recording.withPropertyValues("spring.aop.auto=false").run((context) -> {
			assertThat(AopUtils.isCglibProxy(context.getBean("greeter"))).isTrue();
			context.getBean(Orders.class).place();
			spans.take("Orders.place");
		});
	}

	@Test
	void aSecondProxyCreatorMakesNoSecondSpan() {
		this.recording.withBean(DefaultAdvisorAutoProxyCreator.class, () -> {
			DefaultAdvisorAutoProxyCreator second = new DefaultAdvisorAutoProxyCreator();
			second.setProxyTargetClass(true);
			return second;
		}).run((context) -> {
			assertThat(((Advised) context.getBean(Orders.class)).getTargetSource().getTarget())
				.matches(AopUtils::isAopProxy);
			context.getBean(Orders.class).place();
			spans.take("Orders.place");
		});
	}

	@Test
	void aContextUnderAContextMakesNoSecondSpan() {
		this.recording.run((parent) -> this.recording.withParent(parent).run((context) -> {
			context.getBean(Orders.class).place();
			spans.take("Orders.place");
		}));
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
	void theSpanIsOutsideOfOtherAdvice() {
		this.recording
			.withBean("commit", Advisor.class, AnnotationAutoConfigurationTests::failingCommit,
					(definition) -> definition.setRole(BeanDefinition.ROLE_INFRASTRUCTURE))
			.run((context) -> {
				assertThatIllegalStateException().isThrownBy(context.getBean(Orders.class)::place);
				assertThat(spans.take("Orders.place").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
			});
	}

	@Test
	void anAsynchronousMethodHasItsSpanWhereItRuns() {
		this.recording.withUserConfiguration(Asynchronous.class).run((context) -> {
			SpanContext inside = context.getBean(Errands.class).run().join();
			assertThat(spans.take("Errands.run").getSpanContext()).isEqualTo(inside);
		});
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

	private static Advisor failingCommit() {
		MethodInterceptor commit = (invocation) -> {
			invocation.proceed();
			throw new IllegalStateException("not committed");
		};
		return new DefaultPointcutAdvisor(new AnnotationMatchingPointcut(null, Traced.class), commit);
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
	static class Application {

		@Bean
		Orders orders() {
			return new Orders();
		}

		@Bean
		PoliteGreeter greeter() {
			return new PoliteGreeter();
		}

		@Bean
		Texts texts() {
			return new Texts();
		}

		@Bean
		Plain plain() {
			return new Plain();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Everything {

		@Bean
		SpanProcessor recorder() {
			return spans;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	static class Asynchronous {

		@Bean
		Errands errands() {
			return new Errands();
		}

	}

	static class Errands {

		@Async
		@Traced
		CompletableFuture<SpanContext> run() {
			return CompletableFuture.completedFuture(Span.current().getSpanContext());
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

	static class Orders {

		@Traced
		void place() {
		}

		void untraced() {
		}

	}

	interface Greeter {

		@Traced
		String greet();

	}

	static class PoliteGreeter implements Greeter {

		@Override
		public String greet() {
			return "good morning";
		}

	}

	interface Store<T> {

		void save(T item);

	}

	static class Texts implements Store<String> {

		@Override
		@Traced
		public void save(String item) {
		}

	}

	static class Plain {

		@Override
		public String toString() {
			return "plain";
		}

	}

}
