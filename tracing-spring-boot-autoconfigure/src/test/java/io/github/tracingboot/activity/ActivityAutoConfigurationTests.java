package io.github.tracingboot.activity;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.testing.time.TestClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@ExtendWith(OutputCaptureExtension.class)
class ActivityAutoConfigurationTests {

	@RegisterExtension
	final SpanRecorder spans = new SpanRecorder();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ActivityAutoConfiguration.class, auto("baggage.Baggage"),
				auto("sdk.Sdk"), auto("propagation.Propagation")))
		.withBean(SpanRecorder.class, () -> this.spans);

	@Test
	void spansThatAreTooManyAreContinuedInANewTrace() {
		this.runner.withPropertyValues("tracing.activity.max-segment-spans=2").run((context) -> {
			try (Activity activity = context.getBean(Activities.class).start("job")) {
				for (int i = 0; i < 3; i++) {
					activity.run("step", () -> {
					});
				}
				assertThat(activity.segment()).isEqualTo(2);
			}
		});
		SpanData first = this.spans.take("job");
		SpanData second = this.spans.take("job");
		assertThat(this.spans.take("step").getTraceId()).isEqualTo(first.getTraceId());
		assertThat(this.spans.take("step").getTraceId()).isEqualTo(first.getTraceId());
		assertThat(this.spans.take("step").getTraceId()).isEqualTo(second.getTraceId());
		assertThat(second.getTraceId()).isNotEqualTo(first.getTraceId());
	}

	@Test
	void failureOfAStepIsOnItsSpan() {
		this.runner.run((context) -> {
			try (Activity activity = context.getBean(Activities.class).start("job")) {
				assertThatIllegalStateException().isThrownBy(() -> activity.run("step", () -> {
					throw new IllegalStateException("no");
				}));
			}
		});
		assertThat(this.spans.take("step").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(this.spans.take("job").getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
	}

	@Test
	void stepsKnowTheirActivityAndNothingElseDoes() {
		this.runner.run((context) -> {
			Activities activities = context.getBean(Activities.class);
			assertThat(activities.current()).isNull();
			try (Activity activity = activities.start("job", "7")) {
				activity.run("step", () -> assertThat(activities.current()).isSameAs(activity));
				assertThat(activity.call("step", activity::id)).isEqualTo("7");
			}
			assertThat(activities.current()).isNull();
		});
		this.spans.take("step");
		this.spans.take("step");
		this.spans.take("job");
	}

	@Test
	void spanThatStaysOpenIsReportedOnce(CapturedOutput output) {
		TestClock clock = TestClock.create();
		OpenSpans watched = new OpenSpans(Duration.ofHours(1));
		SdkTracerProvider provider = SdkTracerProvider.builder().setClock(clock).addSpanProcessor(watched).build();
		Tracer tracer = provider.get("test");
		Span stuck = tracer.spanBuilder("stuck").startSpan();
		tracer.spanBuilder("done").startSpan().end();
		assertThat(watched.watched()).isOne();
		clock.advance(Duration.ofMinutes(59));
		watched.check();
		assertThat(output).doesNotContain("has been open");
		clock.advance(Duration.ofMinutes(1));
		watched.check();
		watched.check();
		assertThat(output.getOut().split("has been open for more than PT1H", -1)).hasSize(2);
		assertThat(output).contains("'stuck'").contains(stuck.getSpanContext().getTraceId()).doesNotContain("'done'");
		stuck.end();
		provider.close();
	}

	@Test
	void everySpanThatStaysOpenIsWatchedHoweverManyThereAre() {
		OpenSpans watched = new OpenSpans(Duration.ofHours(1));
		SdkTracerProvider provider = SdkTracerProvider.builder().addSpanProcessor(watched).build();
		Tracer tracer = provider.get("test");
		List<Span> open = new ArrayList<>();
		for (int i = 0; i < 5000; i++) {
			open.add(tracer.spanBuilder("open").startSpan());
		}
		assertThat(watched.watched()).isEqualTo(5000);
		open.forEach(Span::end);
		assertThat(watched.watched()).isZero();
		provider.close();
	}

	@Test
	void reportComesByItself(CapturedOutput output) {
		this.runner.withPropertyValues("tracing.activity.warn-open-after=20ms").run((context) -> {
			Span span = context.getBean(Tracer.class).spanBuilder("stuck").startSpan();
			long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
			while (!output.getOut().contains("'stuck'") && System.nanoTime() < deadline) {
				Thread.onSpinWait();
			}
			span.end();
		});
		assertThat(output).contains("The span 'stuck'");
		this.spans.take("stuck");
	}

	@Test
	void itsThreadDoesNotKeepTheClassLoaderOfTheFirstSpan() {
		Thread current = Thread.currentThread();
		ClassLoader before = current.getContextClassLoader();
		ClassLoader ofServer = new ClassLoader(before) {
		};
		SdkTracerProvider provider = SdkTracerProvider.builder()
			.addSpanProcessor(new OpenSpans(Duration.ofHours(1)))
			.build();
		current.setContextClassLoader(ofServer);
		try {
			provider.get("test").spanBuilder("first").startSpan().end();
		}
		finally {
			current.setContextClassLoader(before);
		}
		assertThat(Thread.getAllStackTraces().keySet())
			.filteredOn((thread) -> thread.getName().equals("tracing-open-spans"))
			.isNotEmpty()
			.noneMatch((thread) -> thread.getContextClassLoader() == ofServer);
		provider.close();
	}

	@Test
	void valuesThatMakeNoSenseDoNotStart() {
		for (String property : List.of("max-segment-duration=0s", "max-segment-spans=0", "warn-open-after=-1s")) {
			this.runner.withPropertyValues("tracing.activity." + property)
				.run((context) -> assertThat(context).getFailure()
					.hasStackTraceContaining("tracing.activity." + property.substring(0, property.indexOf('='))));
		}
	}

	@Test
	void whereItIsOffStepsRunWithoutSpans() {
		for (String off : List.of("tracing.enabled=false", "tracing.activity.enabled=false")) {
			this.runner.withPropertyValues(off).run((context) -> {
				Activities activities = context.getBean(Activities.class);
				try (Activity activity = activities.start("job")) {
					assertThat(activity.call("step", () -> 7)).isEqualTo(7);
				}
				boolean[] ran = new boolean[1];
				activities.enqueue("task", Runnable::run, () -> ran[0] = true);
				assertThat(ran).containsExactly(true);
				assertThat(context).doesNotHaveBean(OpenSpans.class);
			});
		}
	}

	private static Class<?> auto(String name) {
		try {
			return Class.forName("io.github.tracingboot." + name + "AutoConfiguration");
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
