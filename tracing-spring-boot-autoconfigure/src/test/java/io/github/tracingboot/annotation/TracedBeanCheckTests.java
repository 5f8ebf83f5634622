package io.github.tracingboot.annotation;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.annotation.TracedBeans.Greeter;
import io.github.tracingboot.core.InvalidConfigurationException;
import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.BeanDefinitionHolder;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.PriorityOrdered;

import static org.assertj.core.api.Assertions.assertThat;

/** What cannot work is said, once and clearly. */
@ExtendWith(OutputCaptureExtension.class)
class TracedBeanCheckTests {

	private static final String NAME = TracedBeanCheckTests.class.getName();

	@RegisterExtension
	static final SpanRecorder spans = new SpanRecorder();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class, AnnotationAutoConfiguration.class))
		.withBean(Tracer.class, () -> SdkTracerProvider.builder().addSpanProcessor(spans).build().get("test"));

	@Test
	void methodsThatNoProxyReaches(CapturedOutput output) {
		this.runner.withBean("one", Unreachable.class)
			.withBean("two", Unreachable.class)
			.run((context) -> assertThat(output)
				.containsOnlyOnce(NAME + "$Unreachable.secret does nothing: the method is private")
				.containsOnlyOnce(NAME + "$Unreachable.fixed does nothing: the method is final")
				.containsOnlyOnce(NAME + "$Unreachable.shared does nothing: the method is static")
				.containsOnlyOnce("@SpanAttribute on " + NAME + "$Unreachable.noted does nothing: the method is final")
				.doesNotContain("reachable does nothing"));
	}

	@Test
	void finalMethodsOfAnAnnotatedClass(CapturedOutput output) {
		this.runner.withBean(Everything.class)
			.run((context) -> assertThat(output).containsOnlyOnce("$Everything.fixed does nothing: the method is final")
				.doesNotContain("Everything.free does")
				.doesNotContain("Everything.hidden does")
				.doesNotContain("Everything.helper does"));
	}

	@Test
	void classesThatCannotBeProxied(CapturedOutput output) {
		this.runner.withBean(Fixed.class)
			.withBean(Sealed.class, Permitted::new)
			.withBean(Closed.class, Closed::create)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(output).containsOnlyOnce("$Fixed.greet does nothing: the class is final")
					.containsOnlyOnce("$Sealed.open does nothing: the class is final")
					.containsOnlyOnce("$Closed.enter does nothing: the class has only private constructors");
			});
	}

	@Test
	void methodsThatAreInNoInterfaceOfTheProxy(CapturedOutput output) {
		this.runner.withPropertyValues("spring.aop.proxy-target-class=false")
			.withBean(Fixed.class)
			.withBean("half", Half.class)
			.run((context) -> {
				assertThat(output).doesNotContain("$Fixed.greet does nothing")
					.containsOnlyOnce(
							"$Half.extra does nothing: the bean is a proxy of its interfaces, and none of them "
									+ "has the method")
					.doesNotContain("$Half.greet does nothing");
				context.getBean("half", Greeter.class).greet();
				spans.take("Half.greet");
			});
	}

	@Test
	void beansThatAreMadeBeforeProxies(CapturedOutput output) {
		this.runner.withBean(Early.class)
			.run((context) -> assertThat(output)
				.containsOnlyOnce("$Early.getOrder does nothing: the bean has no proxy"));
	}

	@Test
	void aScopedProxyIsNoProblem(CapturedOutput output) {
		this.runner.withInitializer((context) -> {
			BeanDefinitionRegistry registry = (BeanDefinitionRegistry) context.getBeanFactory();
			BeanDefinitionHolder target = new BeanDefinitionHolder(
					BeanDefinitionBuilder.genericBeanDefinition(TracedBeans.Orders.class)
						.setScope("prototype")
						.getBeanDefinition(),
					"orders");
			BeanDefinitionHolder proxy = ScopedProxyUtils.createScopedProxy(target, registry, true);
			registry.registerBeanDefinition(proxy.getBeanName(), proxy.getBeanDefinition());
		}).run((context) -> {
			context.getBean("orders", TracedBeans.Orders.class).place();
			spans.take("Orders.place");
			assertThat(output).doesNotContain("does nothing");
		});
	}

	@Test
	void theApplicationDoesNotStartWhereThatIsWanted() {
		this.runner.withPropertyValues("tracing.annotation.fail-on-unproxyable=true")
			.withBean(Fixed.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationException.class)
				.hasMessageContaining("Fixed.greet does nothing: the class is final"));
	}

	@Test
	void anAttributeThatMakesNoSenseKeepsEvenAProxyOfInterfacesFromStarting() {
		this.runner.withPropertyValues("spring.aop.proxy-target-class=false")
			.withBean(Malformed.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationException.class)
				.hasMessageContaining("Malformed.run"));
	}

	static class Unreachable {

		@Traced
		@SuppressWarnings("UnusedMethod")
		private void secret() {
		}

		@Traced
		final void fixed() {
		}

		@Traced
		static void shared() {
		}

		final void noted(@SpanAttribute("note") String note) {
		}

		@Traced
		void reachable() {
		}

	}

	@Traced
	static class Everything {

		public final void fixed() {
		}

		public void free() {
		}

		final void hidden() {
		}

		public static void helper() {
		}

	}

	static final class Fixed implements Greeter {

		@Override
		@Traced
		public String greet() {
			return "hello";
		}

	}

	abstract static sealed class Sealed {

		@Traced
		void open() {
		}

	}

	static final class Permitted extends Sealed {

	}

	static class Closed {

		private Closed() {
		}

		static Closed create() {
			return new Closed();
		}

		@Traced
		void enter() {
		}

	}

	static class Half implements Greeter {

		@Override
		public String greet() {
			return "hello";
		}

		@Traced
		public void extra() {
		}

	}

	static class Early implements BeanPostProcessor, PriorityOrdered {

		@Override
		@Traced
		public int getOrder() {
			return 0;
		}

	}

	static class Malformed implements Greeter, Runnable {

		@Override
		public String greet() {
			return "";
		}

		@Override
		@Traced(attributes = "a=#{#b}")
		public void run() {
		}

	}

}
