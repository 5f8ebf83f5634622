package io.github.tracingboot.task;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;
import org.springframework.boot.task.ThreadPoolTaskExecutorCustomizer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;

class TaskAutoConfigurationTests {

	private static final String EXECUTOR = "applicationTaskExecutor";

	private final ApplicationContextRunner boot = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class))
		.withPropertyValues("spring.task.execution.pool.core-size=1");

	private final ApplicationContextRunner runner = this.boot
		.withConfiguration(AutoConfigurations.of(TaskAutoConfiguration.class));

	@Test
	void taskRunsInTheContextOfItsSubmitter() {
		this.runner.run((context) -> {
			AsyncTaskExecutor executor = context.getBean(EXECUTOR, AsyncTaskExecutor.class);
			assertThat(Carried.seen(executor, "one")).isEqualTo("one");
			try (Scope scope = Carried.context("two").makeCurrent()) {
				assertThat(executor.submit(Carried::current).get()).isEqualTo("two");
			}
		});
	}

	@Test
	void poolThreadKeepsNothingForTheNextTask() {
		this.runner.run((context) -> {
			ThreadPoolTaskExecutor executor = context.getBean(EXECUTOR, ThreadPoolTaskExecutor.class);
			assertThat(Carried.seen(executor, "one")).isEqualTo("one");
			assertThat(executor.getThreadPoolExecutor().getPoolSize()).isOne();
			assertThat(executor.submit(Carried::current).get()).isNull();
		});
	}

	@Test
	@SuppressWarnings("MustBeClosedChecker") // that is the point
	void contextThatATaskLeftOnTheThreadIsNotTheNextOnes() {
		this.runner.run((context) -> {
			ThreadPoolTaskExecutor executor = context.getBean(EXECUTOR, ThreadPoolTaskExecutor.class);
			executor.submit(() -> Carried.context("leaked").makeCurrent()).get();
			assertThat(executor.submit(Carried::current).get()).isNull();
		});
	}

	@Test
	void asynchronousMethodRunsInTheContextOfItsCaller() {
		this.runner.withUserConfiguration(AsyncConfiguration.class).run((context) -> {
			try (Scope scope = Carried.context("caller").makeCurrent()) {
				assertThat(context.getBean(Worker.class).current().get()).isEqualTo("caller");
			}
		});
	}

	@Test
	void virtualThreadsCarryTheContextWhereTheJvmHasThem() {
		this.runner.withPropertyValues("spring.threads.virtual.enabled=true")
			.run((context) -> assertThat(Carried.seen(context.getBean(EXECUTOR, Executor.class), "one"))
				.isEqualTo("one"));
	}

	@Test
	void executorOfTheSimpleBuilderCarriesTheContextToo() {
		CountingDecorator decorator = new CountingDecorator();
		this.runner.withBean(TaskDecorator.class, () -> decorator).run((context) -> {
			Executor executor = context.getBean(SimpleAsyncTaskExecutorBuilder.class).build();
			assertThat(Carried.seen(executor, "one")).isEqualTo("one");
			assertThat(decorator.decorated).hasValue(1);
		});
	}

	@Test
	void executorKeepsItsType() {
		this.runner
			.run((context) -> assertThat(context.getBean(EXECUTOR).getClass()).isEqualTo(ThreadPoolTaskExecutor.class));
	}

	@Test
	void decoratorOfTheApplicationStaysAndSeesTheContext() {
		CountingDecorator decorator = new CountingDecorator();
		this.runner.withBean(TaskDecorator.class, () -> decorator).run((context) -> {
			assertThat(Carried.seen(context.getBean(EXECUTOR, Executor.class), "one")).isEqualTo("one");
			assertThat(decorator.decorated).hasValue(1);
			assertThat(decorator.seen).isEqualTo("one");
			assertThat(context.getBean(TaskDecorator.class)).isSameAs(decorator);
		});
	}

	@Test
	void severalDecoratorsWorkAsTheyDoWithoutTracing() {
		assertThat(decorationsByTwo(this.runner)).isEqualTo(decorationsByTwo(this.boot));
	}

	@Test
	void decoratorThatACustomizerSetsIsNotReplaced() {
		CountingDecorator decorator = new CountingDecorator();
		this.runner
			.withBean(ThreadPoolTaskExecutorCustomizer.class, () -> (executor) -> executor.setTaskDecorator(decorator))
			.run((context) -> {
				Carried.seen(context.getBean(EXECUTOR, Executor.class), "one");
				assertThat(decorator.decorated).hasValue(1);
			});
	}

	@Test
	void customizersSeeTheExecutorOnceAndNothingElse() {
		AtomicInteger customized = new AtomicInteger();
		this.runner.withBean(ThreadPoolTaskExecutorCustomizer.class, () -> (executor) -> customized.incrementAndGet())
			.run((context) -> {
				context.getBean(EXECUTOR);
				assertThat(customized).hasValue(1);
			});
	}

	@Test
	void nothingIsCarriedWhenSwitchedOff() {
		for (String property : List.of("tracing.enabled=false", "tracing.task.enabled=false")) {
			this.runner.withPropertyValues(property)
				.run((context) -> assertThat(Carried.seen(context.getBean(EXECUTOR, Executor.class), "one")).isNull());
		}
	}

	private static int decorationsByTwo(ApplicationContextRunner runner) {
		CountingDecorator decorator = new CountingDecorator();
		runner.withBean("first", TaskDecorator.class, () -> decorator)
			.withBean("second", TaskDecorator.class, () -> decorator)
			.run((context) -> Carried.seen(context.getBean(EXECUTOR, Executor.class), "one"));
		return decorator.decorated.get();
	}

	private static final class CountingDecorator implements TaskDecorator {

		final AtomicInteger decorated = new AtomicInteger();

		volatile @Nullable String seen;

		@Override
		public Runnable decorate(Runnable task) {
			return () -> {
				this.decorated.incrementAndGet();
				this.seen = Carried.current();
				task.run();
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	static class AsyncConfiguration {

		@Bean
		Worker worker() {
			return new Worker();
		}

	}

	static class Worker {

		@Async
		CompletableFuture<@Nullable String> current() {
			return CompletableFuture.completedFuture(Carried.current());
		}

	}

}
