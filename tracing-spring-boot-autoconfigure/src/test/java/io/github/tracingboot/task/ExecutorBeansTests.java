package io.github.tracingboot.task;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.opentelemetry.context.Context;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskExecutor;
import org.springframework.scheduling.concurrent.ConcurrentTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;

/** Executors that the application defines itself. */
class ExecutorBeansTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TaskAutoConfiguration.class));

	@Test
	void executorsOfEveryKindCarryTheContextAndKeepNothing() {
		this.runner.withUserConfiguration(OwnExecutors.class).run((context) -> {
			for (Executor executor : context.getBeansOfType(Executor.class).values()) {
				assertThat(Carried.seen(executor, "one")).as("%s", executor).isEqualTo("one");
				assertThat(CompletableFuture.supplyAsync(Carried::current, executor).get()).isNull();
			}
			assertThat(context.getBeansOfType(Executor.class)).hasSize(8);
		});
	}

	@Test
	void beansKeepTheirTypes() {
		this.runner.withUserConfiguration(OwnExecutors.class).run((context) -> {
			assertThat(context.getBean("pool").getClass()).isEqualTo(ThreadPoolTaskExecutor.class);
			assertThat(context.getBean("simple").getClass()).isEqualTo(SimpleAsyncTaskExecutor.class);
			context.getBean("service", ExecutorService.class);
			context.getBean("scheduled", ScheduledExecutorService.class);
		});
	}

	@Test
	void executorDeclaredAsAClassStaysWhatItIs() {
		this.runner
			.withBean("bare", ThreadPoolExecutor.class,
					() -> new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>()))
			.run((context) -> assertThat(context.getBean("bare").getClass()).isEqualTo(ThreadPoolExecutor.class));
	}

	@Test
	void decoratorOfTheApplicationRunsOnceInsideTheContext() {
		AtomicInteger decorated = new AtomicInteger();
		this.runner.withBean(ThreadPoolTaskExecutor.class, () -> {
			ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
			executor.setTaskDecorator((task) -> () -> {
				assertThat(Carried.current()).isEqualTo("one");
				decorated.incrementAndGet();
				task.run();
			});
			// Many do so themselves, though Spring does it.
			executor.initialize();
			return executor;
		}).run((context) -> {
			assertThat(Carried.seen(context.getBean(Executor.class), "one")).isEqualTo("one");
			assertThat(decorated).hasValue(1);
		});
	}

	@Test
	void contextIsCarriedOnceOnly() {
		this.runner
			.withBean("wrapped", ExecutorService.class, () -> Context.taskWrapping(Executors.newCachedThreadPool()))
			.withBean("decorated", SimpleAsyncTaskExecutor.class, () -> {
				SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor();
				executor.setTaskDecorator(new ContextDecorator(null));
				return executor;
			})
			.run((context) -> {
				for (Executor executor : context.getBeansOfType(Executor.class).values()) {
					BlockingQueue<Long> wraps = new ArrayBlockingQueue<>(1);
					executor
						.execute(() -> wraps.add(StackWalker.getInstance()
							.walk((frames) -> frames
								.filter((frame) -> frame.getClassName().equals(Context.class.getName()))
								.count())));
					assertThat(wraps.take()).isEqualTo(1);
				}
			});
	}

	@Test
	void executorOfVirtualThreadsCarriesTheContextWhereTheJvmHasThem() {
		this.runner.withBean("virtual", ExecutorService.class, ExecutorBeansTests::virtualThreads)
			.run((context) -> assertThat(Carried.seen(context.getBean(Executor.class), "one")).isEqualTo("one"));
	}

	private static ExecutorService virtualThreads() {
		try {
			return (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
		}
		catch (NoSuchMethodException ex) {
			return Executors.newCachedThreadPool();
		}
		catch (IllegalAccessException | InvocationTargetException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnExecutors {

		@Bean
		ThreadPoolTaskExecutor pool() {
			return new ThreadPoolTaskExecutor();
		}

		@Bean
		SimpleAsyncTaskExecutor simple() {
			return new SimpleAsyncTaskExecutor();
		}

		@Bean
		ConcurrentTaskExecutor adapter() {
			return new ConcurrentTaskExecutor(new SimpleAsyncTaskExecutor());
		}

		@Bean
		ExecutorService service() {
			return Executors.newFixedThreadPool(1);
		}

		@Bean
		ExecutorService single() {
			return Executors.newSingleThreadExecutor();
		}

		@Bean
		ScheduledExecutorService scheduled() {
			return Executors.newScheduledThreadPool(1);
		}

		@Bean
		Executor executor() {
			return (task) -> new Thread(task).start();
		}

		@Bean
		TaskExecutor taskExecutor() {
			return (task) -> new Thread(task).start();
		}

	}

}
