package io.github.tracingboot.task;

import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ApplicationEventMulticaster;
import org.springframework.context.event.EventListener;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskExecutor;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.concurrent.ConcurrentTaskExecutor;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;

/** Executors that the application defines itself. */
class ExecutorBeansTests {

	private static final ContextKey<String> KEY = ContextKey.named("test");

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TaskAutoConfiguration.class));

	@Test
	void executorsOfEveryKindCarryTheContextAndKeepNothing() {
		this.runner.withUserConfiguration(OwnExecutors.class).run((context) -> {
			for (Executor executor : context.getBeansOfType(Executor.class).values()) {
				assertThat(seen(executor, "one")).as("%s", executor).isEqualTo("one");
				assertThat(CompletableFuture.supplyAsync(ExecutorBeansTests::current, executor).get()).isNull();
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
				assertThat(current()).isEqualTo("one");
				decorated.incrementAndGet();
				task.run();
			});
			// Many do so themselves, though Spring does it.
			executor.initialize();
			return executor;
		}).run((context) -> {
			assertThat(seen(context.getBean(Executor.class), "one")).isEqualTo("one");
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
			.run((context) -> assertThat(seen(context.getBean(Executor.class), "one")).isEqualTo("one"));
	}

	@Test
	void everyKindOfAsynchronousMethodRunsInTheContextOfItsCaller() {
		this.runner.withUserConfiguration(AsyncConfiguration.class).run((context) -> {
			Worker worker = context.getBean(Worker.class);
			try (Scope scope = context("caller").makeCurrent()) {
				worker.nothing();
				assertThat(worker.seen().take()).isEqualTo("caller");
				assertThat(worker.future().get()).isEqualTo("caller");
				assertThat(worker.stage().get()).isEqualTo("caller");
			}
		});
	}

	@Test
	void taskOfTheSchedulerRunsOnceInTheContextOfItsSubmitter() {
		scheduling().run((context) -> {
			TaskScheduler scheduler = context.getBean(TaskScheduler.class);
			BlockingQueue<String> seen = new LinkedBlockingQueue<>();
			try (Scope scope = context("one").makeCurrent()) {
				Future<?> task = scheduler.schedule(() -> seen.add("" + current()), Instant.now());
				assertThat(task).isNotNull();
			}
			assertThat(seen.take()).isEqualTo("one");
		});
	}

	@Test
	void schedulerOfVirtualThreadsStartsTasksWithoutAContext() {
		this.runner.withBean(SimpleAsyncTaskScheduler.class).run((context) -> {
			BlockingQueue<String> seen = new LinkedBlockingQueue<>();
			try (Scope scope = context("one").makeCurrent()) {
				Future<?> task = context.getBean(SimpleAsyncTaskScheduler.class)
					.schedule(() -> seen.add("" + current()), Instant.now());
				assertThat(task).isNotNull();
			}
			assertThat(seen.take()).isEqualTo("null");
			assertThat(seen(context.getBean(Executor.class), "one")).as("what is executed at once").isEqualTo("one");
		});
	}

	@Test
	void whatRunsAgainAndAgainIsNoPartOfTheRequestThatSetItUp() {
		scheduling().run((context) -> {
			TaskScheduler scheduler = context.getBean(TaskScheduler.class);
			BlockingQueue<String> seen = new LinkedBlockingQueue<>();
			Future<?> task;
			try (Scope scope = context("one").makeCurrent()) {
				task = scheduler.scheduleAtFixedRate(() -> seen.add("" + current()), Duration.ofMillis(5));
			}
			assertThat(seen.take()).isEqualTo("null");
			assertThat(seen.take()).isEqualTo("null");
			task.cancel(false);
		});
	}

	@Test
	void asynchronousEventsCarryTheContext() {
		this.runner.withUserConfiguration(AsynchronousEvents.class).run((context) -> {
			try (Scope scope = context("publisher").makeCurrent()) {
				context.publishEvent("event");
			}
			Listener listener = context.getBean(Listener.class);
			assertThat(listener.seen.take()).isEqualTo("publisher");
			assertThat(listener.thread).isNotEqualTo(Thread.currentThread().getName());
		});
	}

	@Test
	void asynchronousEventsOnAPlainExecutorCarryTheContext() {
		ExecutorService plain = Executors.newSingleThreadExecutor();
		this.runner.withUserConfiguration(AsynchronousEvents.class)
			.withBean("plainExecutor", Plain.class, () -> new Plain(plain))
			.run((context) -> {
				try (Scope scope = context("publisher").makeCurrent()) {
					context.publishEvent("event");
				}
				assertThat(context.getBean(Listener.class).seen.take()).isEqualTo("publisher");
			});
		plain.shutdown();
	}

	private ApplicationContextRunner scheduling() {
		return this.runner.withConfiguration(AutoConfigurations.of(TaskSchedulingAutoConfiguration.class))
			.withUserConfiguration(SchedulingOn.class);
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

	private static @Nullable String seen(Executor executor, String value) {
		try (Scope scope = context(value).makeCurrent()) {
			return CompletableFuture.supplyAsync(ExecutorBeansTests::current, executor).join();
		}
	}

	private static Context context(String value) {
		return Context.root().with(KEY, value);
	}

	private static @Nullable String current() {
		return Context.current().get(KEY);
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

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	static class AsyncConfiguration {

		@Bean
		ExecutorService service() {
			return Executors.newFixedThreadPool(1);
		}

		@Bean
		Worker worker() {
			return new Worker();
		}

	}

	static class Worker {

		private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

		BlockingQueue<String> seen() {
			return this.seen;
		}

		@Async("service")
		void nothing() {
			this.seen.add("" + ExecutorBeansTests.current());
		}

		@Async("service")
		Future<@Nullable String> future() {
			return CompletableFuture.completedFuture(ExecutorBeansTests.current());
		}

		@Async("service")
		CompletableFuture<@Nullable String> stage() {
			return CompletableFuture.completedFuture(ExecutorBeansTests.current());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class SchedulingOn {

	}

	record Plain(Executor executor) {

	}

	@Configuration(proxyBeanMethods = false)
	static class AsynchronousEvents {

		@Bean
		ApplicationEventMulticaster applicationEventMulticaster(ApplicationContext context) {
			SimpleApplicationEventMulticaster multicaster = new SimpleApplicationEventMulticaster();
			Executor plain = context.containsBean("plainExecutor") ? context.getBean(Plain.class).executor() : null;
			multicaster.setTaskExecutor((plain != null) ? plain : new SimpleAsyncTaskExecutor());
			return multicaster;
		}

		@Bean
		Listener listener() {
			return new Listener();
		}

	}

	static class Listener {

		final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

		volatile String thread = "";

		@EventListener
		void on(String event) {
			this.thread = Thread.currentThread().getName();
			this.seen.add("" + ExecutorBeansTests.current());
		}

	}

}
