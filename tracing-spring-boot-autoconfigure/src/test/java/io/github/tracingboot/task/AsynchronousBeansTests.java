package io.github.tracingboot.task;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;

import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ApplicationEventMulticaster;
import org.springframework.context.event.EventListener;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;

import static org.assertj.core.api.Assertions.assertThat;

/** What asynchronous methods and listeners run in. */
class AsynchronousBeansTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TaskAutoConfiguration.class));

	@Test
	void everyKindOfAsynchronousMethodRunsInTheContextOfItsCaller() {
		this.runner.withUserConfiguration(AsyncConfiguration.class).run((context) -> {
			Worker worker = context.getBean(Worker.class);
			try (Scope scope = Carried.context("caller").makeCurrent()) {
				worker.nothing();
				assertThat(worker.seen().take()).isEqualTo("caller");
				assertThat(worker.future().get()).isEqualTo("caller");
				assertThat(worker.stage().get()).isEqualTo("caller");
			}
		});
	}

	@Test
	void asynchronousEventsCarryTheContext() {
		this.runner.withUserConfiguration(AsynchronousEvents.class).run((context) -> {
			try (Scope scope = Carried.context("publisher").makeCurrent()) {
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
				try (Scope scope = Carried.context("publisher").makeCurrent()) {
					context.publishEvent("event");
				}
				assertThat(context.getBean(Listener.class).seen.take()).isEqualTo("publisher");
			});
		plain.shutdown();
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
			this.seen.add("" + Carried.current());
		}

		@Async("service")
		Future<@Nullable String> future() {
			return CompletableFuture.completedFuture(Carried.current());
		}

		@Async("service")
		CompletableFuture<@Nullable String> stage() {
			return CompletableFuture.completedFuture(Carried.current());
		}

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
			this.seen.add("" + Carried.current());
		}

	}

}
