package io.github.tracingboot.task;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;

import io.opentelemetry.context.Scope;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/** What a task of a scheduler runs in. */
class SchedulerBeansTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TaskAutoConfiguration.class));

	@Test
	void taskOfTheSchedulerRunsOnceInTheContextOfItsSubmitter() {
		scheduling().run((context) -> {
			TaskScheduler scheduler = context.getBean(TaskScheduler.class);
			BlockingQueue<String> seen = new LinkedBlockingQueue<>();
			try (Scope scope = Carried.context("one").makeCurrent()) {
				Future<?> task = scheduler.schedule(() -> seen.add("" + Carried.current()), Instant.now());
				assertThat(task).isNotNull();
			}
			assertThat(seen.take()).isEqualTo("one");
		});
	}

	@Test
	void schedulerOfVirtualThreadsStartsTasksWithoutAContext() {
		this.runner.withBean(SimpleAsyncTaskScheduler.class).run((context) -> {
			BlockingQueue<String> seen = new LinkedBlockingQueue<>();
			try (Scope scope = Carried.context("one").makeCurrent()) {
				Future<?> task = context.getBean(SimpleAsyncTaskScheduler.class)
					.schedule(() -> seen.add("" + Carried.current()), Instant.now());
				assertThat(task).isNotNull();
			}
			assertThat(seen.take()).isEqualTo("null");
			assertThat(Carried.seen(context.getBean(Executor.class), "one")).as("what is executed at once")
				.isEqualTo("one");
		});
	}

	@Test
	void whatRunsAgainAndAgainIsNoPartOfTheRequestThatSetItUp() {
		scheduling().run((context) -> {
			TaskScheduler scheduler = context.getBean(TaskScheduler.class);
			BlockingQueue<String> seen = new LinkedBlockingQueue<>();
			Future<?> task;
			try (Scope scope = Carried.context("one").makeCurrent()) {
				task = scheduler.scheduleAtFixedRate(() -> seen.add("" + Carried.current()), Duration.ofMillis(5));
			}
			assertThat(seen.take()).isEqualTo("null");
			assertThat(seen.take()).isEqualTo("null");
			task.cancel(false);
		});
	}

	private ApplicationContextRunner scheduling() {
		return this.runner.withConfiguration(AutoConfigurations.of(TaskSchedulingAutoConfiguration.class))
			.withUserConfiguration(SchedulingOn.class);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class SchedulingOn {

	}

}
