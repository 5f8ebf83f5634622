package io.github.tracingboot.task;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A million tasks: each sees the context of its submitter, and none leaves any behind.
 * Two platform threads run them, and where the JVM has virtual threads, ten thousand of
 * those submit them and others run some.
 */
class MillionTasksTests {

	private static final ContextKey<Integer> KEY = ContextKey.named("submitter");

	private static final int SUBMITTERS = 10_000;

	private static final int TASKS_OF_EACH = 100;

	private final LongAdder right = new LongAdder();

	private final LongAdder wrong = new LongAdder();

	private final ExecutorService bare = Executors.newFixedThreadPool(1);

	@Test
	void everyTaskSeesItsOwnContextAndNoneLeaks() {
		ExecutorService submitters = virtualThreads();
		boolean virtual = submitters != null;
		ApplicationContextRunner runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(TaskAutoConfiguration.class))
			.withBean("pool", ThreadPoolTaskExecutor.class, ThreadPoolTaskExecutor::new)
			.withBean("service", ExecutorService.class, () -> this.bare);
		if (virtual) {
			runner = runner.withBean("virtual", ExecutorService.class, MillionTasksTests::virtualThreads)
				.withBean("simple", SimpleAsyncTaskExecutor.class, MillionTasksTests::simple);
		}
		runner.run((context) -> {
			List<Executor> executors = List.copyOf(context.getBeansOfType(Executor.class).values());
			assertThat(executors).hasSize(virtual ? 4 : 2);
			submitAll((submitters != null) ? submitters : Executors.newFixedThreadPool(2), executors);
			assertThat(this.wrong.sum()).isZero();
			assertThat(this.right.sum()).isEqualTo(SUBMITTERS * TASKS_OF_EACH);
			assertThat(this.bare.submit(() -> Context.current() == Context.root()).get()).isTrue();
		});
	}

	private void submitAll(ExecutorService submitters, List<Executor> executors)
			throws InterruptedException, ExecutionException {
		List<Future<?>> submitting = new ArrayList<>();
		for (int i = 0; i < SUBMITTERS; i++) {
			Integer submitter = i;
			submitting.add(submitters.submit(() -> submit(submitter, executors)));
		}
		for (Future<?> future : submitting) {
			future.get();
		}
		submitters.shutdown();
	}

	private void submit(Integer submitter, List<Executor> executors) {
		CountDownLatch done = new CountDownLatch(TASKS_OF_EACH);
		Runnable task = () -> {
			(submitter.equals(Context.current().get(KEY)) ? this.right : this.wrong).increment();
			done.countDown();
		};
		try (Scope scope = Context.root().with(KEY, submitter).makeCurrent()) {
			for (int i = 0; i < TASKS_OF_EACH; i++) {
				Executor executor = executors.get(i % executors.size());
				if (i % 10 < 5) {
					executor.execute(task);
				}
				else {
					CompletableFuture<Void> unused = CompletableFuture.runAsync(task, executor);
				}
			}
			done.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static SimpleAsyncTaskExecutor simple() {
		SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor();
		executor.setVirtualThreads(true);
		return executor;
	}

	private static @Nullable ExecutorService virtualThreads() {
		try {
			return (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
		}
		catch (NoSuchMethodException ex) {
			return null;
		}
		catch (IllegalAccessException | InvocationTargetException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
