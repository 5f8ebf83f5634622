package io.github.tracingboot.baggage;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** Which spans have which entries as attributes. */
@ExtendWith(OutputCaptureExtension.class)
class RecordedBaggageTests {

	private static final AttributeKey<String> JOB = AttributeKey.stringKey("job.id");

	private static final AttributeKey<String> USER = AttributeKey.stringKey("user.id");

	@RegisterExtension
	final SpanRecorder spans = new SpanRecorder();

	private final ApplicationContextRunner runner = BaggageApplication.runner(this.spans);

	@Test
	void entriesThatAreListedAreOnEverySpan() {
		this.runner.run((context) -> {
			try (Scope scope = BaggageApplication.received(context, "job.id=7,token=secret,user.id=ada")
				.makeCurrent()) {
				BaggageApplication.span(context, "outer", () -> BaggageApplication.span(context, "inner", () -> {
				}));
			}
			for (String name : new String[] { "inner", "outer" }) {
				assertThat(this.spans.take(name).getAttributes().asMap()).isEqualTo(Map.of(JOB, "7", USER, "ada"));
			}
		});
	}

	@Test
	void nothingIsRecordedUnlessListedAndItTravelsAllTheSame() {
		this.runner.withPropertyValues("tracing.baggage.span-attributes=").run((context) -> {
			Context received = BaggageApplication.received(context, "job.id=7");
			try (Scope scope = received.makeCurrent()) {
				BaggageApplication.span(context, "one", () -> {
				});
				assertThat(BaggageApplication.sent(context)).containsEntry("baggage", "job.id=7");
			}
			assertThat(this.spans.take("one").getAttributes().isEmpty()).isTrue();
		});
	}

	@Test
	void newRootKeepsTheBaggage() {
		this.runner.run((context) -> {
			try (Scope scope = BaggageApplication.received(context, "job.id=7").makeCurrent()) {
				BaggageApplication.tracer(context).spanBuilder("root").setNoParent().startSpan().end();
			}
			assertThat(this.spans.take("root").getAttributes().get(JOB)).isEqualTo("7");
		});
	}

	@Test
	void whatIsSetHoldsForTheRestOfTheRequestOnAllItsThreads() {
		this.runner.run((context) -> {
			RequestBaggage baggage = context.getBean(RequestBaggage.class);
			try (Scope scope = BaggageApplication.received(context, "").makeCurrent()) {
				BaggageApplication.span(context, "request", () -> {
					BaggageApplication.span(context, "before", () -> {
					});
					BaggageApplication.span(context, "setting",
							() -> onAnotherThread(() -> assertThat(baggage.set("job.id", "7")).isTrue()));
					BaggageApplication.span(context, "after", () -> {
					});
					assertThat(baggage.get("job.id")).isEqualTo("7");
					assertThat(Baggage.current().getEntryValue("job.id")).isEqualTo("7");
					assertThat(BaggageApplication.sent(context)).containsEntry("baggage", "job.id=7");
				});
			}
			assertThat(this.spans.take("before").getAttributes().get(JOB)).isNull();
			for (String name : new String[] { "request", "setting", "after" }) {
				assertThat(this.spans.take(name).getAttributes().get(JOB)).as(name).isEqualTo("7");
			}
		});
	}

	@Test
	void nextRequestOnTheThreadHasNothingOfIt() {
		this.runner.run((context) -> {
			RequestBaggage baggage = context.getBean(RequestBaggage.class);
			try (Scope scope = BaggageApplication.received(context, "").makeCurrent()) {
				baggage.set("job.id", "7");
			}
			try (Scope scope = BaggageApplication.received(context, "").makeCurrent()) {
				assertThat(baggage.get("job.id")).isNull();
			}
			assertThat(baggage.set("job.id", "8")).as("outside of a request").isFalse();
		});
	}

	@Test
	void absentEntryIsToldWithAStackTraceAtTraceLevelOnly(CapturedOutput output) {
		LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
		this.runner.run((context) -> {
			BaggageApplication.span(context, "quiet", () -> {
			});
			assertThat(output).doesNotContain("No baggage");
			logging.setLogLevel(RequestBaggage.class.getName(), LogLevel.TRACE);
			try {
				BaggageApplication.span(context, "loud", () -> {
				});
			}
			finally {
				logging.setLogLevel(RequestBaggage.class.getName(), null);
			}
			assertThat(output).contains("No baggage 'user.id' for the span 'loud'")
				.contains("at " + RecordedBaggageTests.class.getName());
		});
		this.spans.take("quiet");
		this.spans.take("loud");
	}

	private static void onAnotherThread(Runnable task) {
		try {
			CompletableFuture.runAsync(Context.current().wrap(task)).get();
		}
		catch (InterruptedException | ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
