package io.github.tracingboot.task;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

class ScheduledRunsTests {

	@RegisterExtension
	final SpanRecorder spans = new SpanRecorder();

	private final OpenTelemetrySdk openTelemetry = OpenTelemetrySdk.builder()
		.setTracerProvider(SdkTracerProvider.builder().addSpanProcessor(this.spans).build())
		.build();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TaskSchedulingAutoConfiguration.class, TaskAutoConfiguration.class))
		.withBean(OpenTelemetry.class, () -> this.openTelemetry)
		.withBean(Tracer.class, () -> this.openTelemetry.getTracer("test"))
		.withUserConfiguration(SchedulingOn.class);

	@ParameterizedTest
	@ValueSource(classes = { FixedRate.class, FixedDelay.class, Cron.class, PrivateMethod.class })
	void eachRunIsATraceOfItsOwn(Class<? extends Job> type) {
		this.runner.withBean(type).run((context) -> {
			Job job = context.getBean(type);
			job.runs.await();
			context.close();
			String first = assertRoot(type);
			assertThat(assertRoot(type)).isNotEqualTo(first);
			assertThat(job.inside).isNotNull().matches(SpanContext::isValid);
		});
		takeTheRest(type);
	}

	@Test
	void virtualThreadsMakeNoDifference() {
		this.runner.withPropertyValues("spring.threads.virtual.enabled=true")
			.withBean(FixedRate.class)
			.run((context) -> context.getBean(FixedRate.class).runs.await());
		assertRoot(FixedRate.class);
		assertRoot(FixedRate.class);
		takeTheRest(FixedRate.class);
	}

	@Test
	void contextThatTheThreadHasIsNoParent() {
		Span other = Span.wrap(SpanContext.create("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331",
				TraceFlags.getSampled(), TraceState.getDefault()));
		this.runner.withBean(SchedulingConfigurer.class, () -> (registrar) -> {
			ScheduledExecutorService executor = Executors
				.newSingleThreadScheduledExecutor((task) -> new Thread(Context.root().with(other).wrap(task)));
			registrar.setScheduler(executor);
		}).withBean(FixedRate.class).run((context) -> context.getBean(FixedRate.class).runs.await());
		assertRoot(FixedRate.class);
		assertRoot(FixedRate.class);
		takeTheRest(FixedRate.class);
	}

	@Test
	void failureIsRecordedAndTheNextRunComesAllTheSame() {
		this.runner.withBean(Failing.class).run((context) -> context.getBean(Failing.class).runs.await());
		for (int i = 0; i < 2; i++) {
			SpanData span = this.spans.take("ScheduledRunsTests.Failing.run");
			assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
			assertThat(span.getEvents()).hasSize(1);
		}
		takeTheRest(Failing.class);
	}

	@Test
	void reactiveMethodIsATraceThatEndsWhenItsWorkDoes() {
		this.runner.withBean(Reactive.class).run((context) -> context.getBean(Reactive.class).runs.await());
		assertRoot(Reactive.class);
		SpanData span = this.spans.take("ScheduledRunsTests.Reactive.run");
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(span.getEvents()).hasSize(1);
		assertThat(span.getEndEpochNanos() - span.getStartEpochNanos()).isGreaterThan(10_000_000);
		takeTheRest(Reactive.class);
	}

	@Test
	void actuatorMakesNoDifference() {
		String oldest = "org.springframework.boot.actuate.autoconfigure.scheduling.ScheduledTasksObservabilityAutoConfiguration";
		String newest = "org.springframework.boot.micrometer.observation.autoconfigure.ScheduledTasksObservationAutoConfiguration";
		boolean old = ClassUtils.isPresent(oldest, null);
		Class<?> actuators = ClassUtils.resolveClassName(old ? oldest : newest, null);
		Class<?> order = ClassUtils.resolveClassName(
				"io.github.tracingboot.coexistence.BootOrder." + (old ? "AfterActuator" : "AfterObservation"), null);
		this.runner.withConfiguration(AutoConfigurations.of(actuators, order))
			.withBean(ObservationRegistry.class, ObservationRegistry::create)
			.withBean(FixedRate.class)
			.run((context) -> context.getBean(FixedRate.class).runs.await());
		assertRoot(FixedRate.class);
		takeTheRest(FixedRate.class);
	}

	@Test
	void registryOfTheApplicationStays() {
		ObservationRegistry registry = ObservationRegistry.create();
		AtomicInteger observed = new AtomicInteger();
		registry.observationConfig().observationHandler((context) -> {
			observed.incrementAndGet();
			return false;
		});
		this.runner.withBean(SchedulingConfigurer.class, () -> new Registry(registry))
			.withBean(FixedRate.class)
			.run((context) -> context.getBean(FixedRate.class).runs.await());
		assertThat(observed).hasPositiveValue();
		takeTheRest(FixedRate.class);
	}

	@Test
	void noSpanWhenSwitchedOff() {
		for (String off : new String[] { "tracing.enabled=false", "tracing.task.enabled=false",
				"tracing.task.schedules=false" }) {
			this.runner.withPropertyValues(off).withBean(FixedRate.class).run((context) -> {
				context.getBean(FixedRate.class).runs.await();
				assertThat(context).doesNotHaveBean(ScheduledTracing.class);
			});
		}
	}

	private String assertRoot(Class<?> type) {
		SpanData span = this.spans.take("ScheduledRunsTests." + type.getSimpleName() + ".run");
		assertThat(span.getParentSpanContext().isValid()).isFalse();
		assertThat(span.getAttributes().get(AttributeKey.stringKey("code.function.name")))
			.isEqualTo(type.getName() + ".run");
		return span.getTraceId();
	}

	/** How often it has run by the time it is stopped is not known. */
	private void takeTheRest(Class<?> type) {
		this.spans.dropEnded("ScheduledRunsTests." + type.getSimpleName() + ".run");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class SchedulingOn {

	}

	record Registry(ObservationRegistry registry) implements SchedulingConfigurer, Ordered {

		@Override
		public void configureTasks(ScheduledTaskRegistrar registrar) {
			registrar.setObservationRegistry(this.registry);
		}

		@Override
		public int getOrder() {
			return 0;
		}

	}

	abstract static class Job {

		final CountDownLatch runs = new CountDownLatch(3);

		volatile @Nullable SpanContext inside;

		void ran() {
			this.inside = Span.current().getSpanContext();
			this.runs.countDown();
		}

	}

	static class FixedRate extends Job {

		@Scheduled(fixedRate = 5)
		void run() {
			ran();
		}

	}

	static class FixedDelay extends Job {

		@Scheduled(fixedDelay = 5)
		void run() {
			ran();
		}

	}

	static class Cron extends Job {

		@Scheduled(cron = "* * * * * *")
		void run() {
			ran();
		}

	}

	static class PrivateMethod extends Job {

		@Scheduled(fixedRate = 5)
		@SuppressWarnings("UnusedMethod") // Spring calls it
		private void run() {
			ran();
		}

	}

	static class Reactive extends Job {

		@Scheduled(fixedDelay = 5)
		Mono<Void> run() {
			return Mono.delay(Duration.ofMillis(20)).flatMap((ignored) -> {
				ran();
				return Mono.error(new IllegalStateException("no"));
			});
		}

	}

	static class Failing extends Job {

		@Scheduled(fixedRate = 5)
		void run() {
			ran();
			throw new IllegalStateException("no");
		}

	}

}
