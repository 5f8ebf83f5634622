package io.github.tracingboot.annotation;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.annotation.TracedBeans.Application;
import io.github.tracingboot.annotation.TracedBeans.Greeter;
import io.github.tracingboot.annotation.TracedBeans.Orders;
import io.github.tracingboot.annotation.TracedBeans.PoliteGreeter;
import io.github.tracingboot.annotation.TracedBeans.Store;
import io.github.tracingboot.annotation.TracedBeans.Texts;
import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.aop.Advisor;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.autoproxy.DefaultAdvisorAutoProxyCreator;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** What the proxies around annotated beans are. */
class TracedProxyTests {

	@RegisterExtension
	static final SpanRecorder spans = new SpanRecorder();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class, AnnotationAutoConfiguration.class))
		.withUserConfiguration(Application.class)
		.withBean(Tracer.class, () -> SdkTracerProvider.builder().addSpanProcessor(spans).build().get("test"));

	@Test
	void proxiesClassesByDefault() {
		this.runner.run((context) -> {
			assertThat(AopUtils.isCglibProxy(context.getBean("greeter"))).isTrue();
			assertThat(context.getBean(PoliteGreeter.class).greet()).isEqualTo("good morning");
			spans.take("PoliteGreeter.greet");
		});
	}

	@Test
	void proxiesInterfacesWhereTheApplicationWantsThat() {
		this.runner.withPropertyValues("spring.aop.proxy-target-class=false").run((context) -> {
			assertThat(AopUtils.isJdkDynamicProxy(context.getBean("greeter"))).isTrue();
			assertThat(context.getBean(Greeter.class).greet()).isEqualTo("good morning");
			spans.take("PoliteGreeter.greet");
			assertThat(AopUtils.isCglibProxy(context.getBean("orders"))).isTrue();
		});
	}

	@Test
	void aGenericMethodHasOneSpanThroughEitherProxy() {
		for (String classProxies : List.of("true", "false")) {
			this.runner.withPropertyValues("spring.aop.proxy-target-class=" + classProxies).run((context) -> {
				@SuppressWarnings("unchecked")
				Store<String> store = context.getBean(Store.class);
				store.save("text");
				spans.take("Texts.save");
			});
		}
	}

	@Test
	void createsItsProxiesWhenSpringBootDoesNot() {
		this.runner.withPropertyValues("spring.aop.auto=false").run((context) -> {
			assertThat(AopUtils.isCglibProxy(context.getBean("greeter"))).isTrue();
			context.getBean(Orders.class).place();
			spans.take("Orders.place");
		});
	}

	@Test
	void aSecondProxyCreatorMakesNoSecondSpan() {
		this.runner.withBean(DefaultAdvisorAutoProxyCreator.class, () -> {
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
		this.runner.run((parent) -> this.runner.withParent(parent).run((context) -> {
			context.getBean(Orders.class).place();
			spans.take("Orders.place");
		}));
	}

	@Test
	void theSpanIsOutsideOfOtherAdvice() {
		this.runner
			.withBean("commit", Advisor.class, TracedProxyTests::failingCommit,
					(definition) -> definition.setRole(BeanDefinition.ROLE_INFRASTRUCTURE))
			.run((context) -> {
				assertThatIllegalStateException().isThrownBy(context.getBean(Orders.class)::place);
				assertThat(spans.take("Orders.place").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
			});
	}

	@Test
	void anAsynchronousMethodHasItsSpanWhereItRuns() {
		this.runner.withUserConfiguration(Asynchronous.class).run((context) -> {
			SpanContext inside = context.getBean(Errands.class).run().join();
			assertThat(spans.take("Errands.run").getSpanContext()).isEqualTo(inside);
		});
	}

	private static Advisor failingCommit() {
		MethodInterceptor commit = (invocation) -> {
			invocation.proceed();
			throw new IllegalStateException("not committed");
		};
		return new DefaultPointcutAdvisor(new AnnotationMatchingPointcut(null, Traced.class), commit);
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

}
