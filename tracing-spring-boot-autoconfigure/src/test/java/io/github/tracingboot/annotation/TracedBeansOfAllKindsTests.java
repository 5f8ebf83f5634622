package io.github.tracingboot.annotation;

import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.annotation.TracedBeans.Greeter;
import io.github.tracingboot.annotation.TracedBeans.Orders;
import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Beans of every kind, and with other advice. */
class TracedBeansOfAllKindsTests {

	@RegisterExtension
	static final SpanRecorder spans = new SpanRecorder();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class, AnnotationAutoConfiguration.class))
		.withBean(Tracer.class, () -> SdkTracerProvider.builder().addSpanProcessor(spans).build().get("test"));

	@Test
	void aConfigurationClass() {
		this.runner.withUserConfiguration(Settings.class).run((context) -> {
			assertThat(context.getBean(Settings.class).limit()).isEqualTo(3);
			spans.take("Settings.limit");
			assertThat(context.getBean("one")).isSameAs(context.getBean("same"));
		});
	}

	@Test
	void aPrototype() {
		this.runner.withBean("orders", Orders.class, Orders::new, (definition) -> definition.setScope("prototype"))
			.run((context) -> {
				assertThat(context.getBean(Orders.class)).isNotSameAs(context.getBean(Orders.class));
				context.getBean(Orders.class).place();
				spans.take("Orders.place");
			});
	}

	@Test
	void aLambda() {
		this.runner.withBean(Greeter.class, () -> () -> "hello").run((context) -> {
			assertThat(context.getBean(Greeter.class).greet()).isEqualTo("hello");
			spans.take("Greeter.greet");
		});
	}

	@Test
	void aDefaultMethodOfAnInterface() {
		for (String classProxies : new String[] { "true", "false" }) {
			this.runner.withPropertyValues("spring.aop.proxy-target-class=" + classProxies)
				.withBean(TracedBeans.PoliteGreeter.class)
				.run((context) -> {
					context.getBean(Greeter.class).leave();
					spans.take("PoliteGreeter.leave");
				});
		}
	}

	@Test
	void aCommitThatFailsIsAFailureOfTheSpan() {
		this.runner.withUserConfiguration(Transactions.class).run((context) -> {
			assertThatExceptionOfType(TransactionSystemException.class)
				.isThrownBy(context.getBean(Accounts.class)::book);
			assertThat(spans.take("Accounts.book").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		});
	}

	@Test
	void whatTheCacheAnswersHasASpan() {
		this.runner.withUserConfiguration(Caches.class).run((context) -> {
			Accounts accounts = context.getBean(Accounts.class);
			assertThat(accounts.balance("a")).isEqualTo(1);
			assertThat(accounts.balance("a")).isEqualTo(1);
			spans.take("Accounts.balance");
			spans.take("Accounts.balance");
		});
	}

	@Configuration
	static class Settings {

		@Traced
		public int limit() {
			return 3;
		}

		@Bean
		StringBuilder one() {
			return new StringBuilder();
		}

		@Bean
		StringBuilder same() {
			return one();
		}

	}

	static class Accounts {

		private int calls;

		@Traced
		@Transactional
		public void book() {
		}

		@Traced
		@Cacheable("balances")
		public int balance(String account) {
			return ++this.calls;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement
	static class Transactions {

		@Bean
		Accounts accounts() {
			return new Accounts();
		}

		@Bean
		AbstractPlatformTransactionManager transactionManager() {
			return new FailingTransactions();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class Caches {

		@Bean
		Accounts accounts() {
			return new Accounts();
		}

		@Bean
		CacheManager cacheManager() {
			return new ConcurrentMapCacheManager();
		}

	}

	static class FailingTransactions extends AbstractPlatformTransactionManager {

		private static final long serialVersionUID = 1;

		@Override
		protected Object doGetTransaction() {
			return new Object();
		}

		@Override
		protected void doBegin(Object transaction, TransactionDefinition definition) {
		}

		@Override
		protected void doCommit(DefaultTransactionStatus status) {
			throw new TransactionSystemException("not committed");
		}

		@Override
		protected void doRollback(DefaultTransactionStatus status) {
		}

	}

}
