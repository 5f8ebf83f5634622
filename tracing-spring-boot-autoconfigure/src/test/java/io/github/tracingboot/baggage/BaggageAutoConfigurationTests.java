package io.github.tracingboot.baggage;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.core.InternalHosts;
import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class BaggageAutoConfigurationTests {

	private static final AttributeKey<String> JOB = AttributeKey.stringKey("job.id");

	private static final AttributeKey<String> USER = AttributeKey.stringKey("user.id");

	@RegisterExtension
	final SpanRecorder spans = new SpanRecorder();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(BaggageAutoConfiguration.class, auto("sdk.Sdk"), auto("propagation.Propagation")))
		.withBean(SpanRecorder.class, () -> this.spans)
		.withPropertyValues("tracing.baggage.span-attributes=job.*,user.id");

	@Test
	void entriesThatAreListedAreOnEverySpan() {
		this.runner.run((context) -> {
			try (Scope scope = received(context, "job.id=7,token=secret,user.id=ada").makeCurrent()) {
				span(context, "outer", () -> span(context, "inner", () -> {
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
			Context received = received(context, "job.id=7");
			try (Scope scope = received.makeCurrent()) {
				span(context, "one", () -> {
				});
				assertThat(sent(context)).containsEntry("baggage", "job.id=7");
			}
			assertThat(this.spans.take("one").getAttributes().isEmpty()).isTrue();
		});
	}

	@Test
	void newRootKeepsTheBaggage() {
		this.runner.run((context) -> {
			try (Scope scope = received(context, "job.id=7").makeCurrent()) {
				tracer(context).spanBuilder("root").setNoParent().startSpan().end();
			}
			assertThat(this.spans.take("root").getAttributes().get(JOB)).isEqualTo("7");
		});
	}

	@Test
	void whatIsSetHoldsForTheRestOfTheRequestOnAllItsThreads() {
		this.runner.run((context) -> {
			RequestBaggage baggage = context.getBean(RequestBaggage.class);
			try (Scope scope = received(context, "").makeCurrent()) {
				span(context, "request", () -> {
					span(context, "before", () -> {
					});
					span(context, "setting",
							() -> onAnotherThread(() -> assertThat(baggage.set("job.id", "7")).isTrue()));
					span(context, "after", () -> {
					});
					assertThat(baggage.get("job.id")).isEqualTo("7");
					assertThat(Baggage.current().getEntryValue("job.id")).isEqualTo("7");
					assertThat(sent(context)).containsEntry("baggage", "job.id=7");
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
			try (Scope scope = received(context, "").makeCurrent()) {
				baggage.set("job.id", "7");
			}
			try (Scope scope = received(context, "").makeCurrent()) {
				assertThat(baggage.get("job.id")).isNull();
			}
			assertThat(baggage.set("job.id", "8")).as("outside of a request").isFalse();
		});
	}

	@Test
	void callerThatHasBaggageOfItsOwnKeepsItWhenNothingComesIn() {
		this.runner.run((context) -> {
			Context request = received(context, "job.id=7");
			Context again = propagator(context).extract(request, Map.of(), Headers.INSTANCE);
			assertThat(Baggage.fromContext(again)).isSameAs(Baggage.fromContext(request));
		});
	}

	@Test
	void whatIsOverTheLimitsIsLeftOutOfWhatComesInAndWhatIsSetAndWhatGoesOut() {
		this.runner
			.withPropertyValues("tracing.baggage.max-entries=2", "tracing.baggage.max-entry-size=20B",
					"tracing.baggage.max-size=30B")
			.run((context) -> {
				try (Scope scope = received(context, "a=1,b=2,c=3").makeCurrent()) {
					assertThat(Baggage.current().size()).isEqualTo(2);
					assertThat(context.getBean(RequestBaggage.class).set("d", "4")).isFalse();
					assertThat(context.getBean(RequestBaggage.class).set("a", "4")).isTrue();
				}
				try (Scope scope = received(context, "a=" + "x".repeat(19) + ",b=2").makeCurrent()) {
					assertThat(Baggage.current().asMap()).containsOnlyKeys("b");
				}
				try (Scope scope = received(context, "a=" + "x".repeat(17) + ",b=" + "x".repeat(17)).makeCurrent()) {
					assertThat(Baggage.current().asMap()).containsOnlyKeys("a");
				}
				try (Scope scope = Baggage.builder().put("umlaut", "ää").put("b", "2").build().makeCurrent()) {
					assertThat(sent(context)).as("12 bytes and 8").containsEntry("baggage", "b=2,umlaut=%C3%A4%C3%A4");
				}
				try (Scope scope = Baggage.builder().put("umlaut", "äää").build().makeCurrent()) {
					assertThat(sent(context)).doesNotContainKey("baggage");
				}
			});
	}

	@Test
	void baggageIsSentToInternalHostsAndToAllExchangesAndToNobodyElse() {
		this.runner.run((context) -> {
			for (String trusted : new String[] { "orders", "localhost", "10.1.2.3", "api.internal", "[::1]",
					"exchange:", "exchange:chimera.events" }) {
				assertThat(sentTo(context, trusted)).as(trusted).containsKey("baggage");
			}
			for (String other : new String[] { "api.example.com", "203.0.113.7", "Api.Example.COM",
					"localhost.evil.org" }) {
				assertThat(sentTo(context, other)).as(other).doesNotContainKey("baggage").containsKey("traceparent");
			}
		});
	}

	@Test
	void listedDestinationsGetBaggageAsWellAndOfExchangesOnlyThose() {
		this.runner.withPropertyValues("tracing.baggage.propagate-to=*.example.com,203.0.113.0/24,exchange:chimera.*")
			.run((context) -> {
				for (String trusted : new String[] { "orders", "api.example.com", "203.0.113.7",
						"exchange:chimera.events" }) {
					assertThat(sentTo(context, trusted)).as(trusted).containsKey("baggage");
				}
				for (String other : new String[] { "example.org", "exchange:", "exchange:partner" }) {
					assertThat(sentTo(context, other)).as(other).doesNotContainKey("baggage");
				}
			});
	}

	@Test
	void destinationThatIsNoHostDoesNotStart() {
		this.runner.withPropertyValues("tracing.baggage.propagate-to=https://api.example.com")
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("tracing.baggage.propagate-to has the entry 'https://api.example.com'"));
	}

	@Test
	void limitsBeyondThoseOfTheStandardDoNotStart() {
		for (String property : new String[] { "max-entries=65", "max-entry-size=5KB", "max-size=9KB",
				"max-entries=-1" }) {
			this.runner.withPropertyValues("tracing.baggage." + property)
				.run((context) -> assertThat(context).getFailure()
					.hasStackTraceContaining("tracing.baggage." + property.substring(0, property.indexOf('='))));
		}
	}

	@Test
	void absentEntryIsToldWithAStackTraceAtTraceLevelOnly(CapturedOutput output) {
		LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
		this.runner.run((context) -> {
			span(context, "quiet", () -> {
			});
			assertThat(output).doesNotContain("No baggage");
			logging.setLogLevel(RequestBaggage.class.getName(), LogLevel.TRACE);
			try {
				span(context, "loud", () -> {
				});
			}
			finally {
				logging.setLogLevel(RequestBaggage.class.getName(), null);
			}
			assertThat(output).contains("No baggage 'user.id' for the span 'loud'")
				.contains("at " + BaggageAutoConfigurationTests.class.getName());
		});
		this.spans.take("quiet");
		this.spans.take("loud");
	}

	@Test
	void nothingIsSetWhereTracingIsOff() {
		for (String off : new String[] { "tracing.enabled=false", "tracing.baggage.enabled=false" }) {
			this.runner.withPropertyValues(off, "tracing.baggage.max-entries=1000").run((context) -> {
				assertThat(context.getBean(RequestBaggage.class).set("job.id", "7")).isFalse();
				assertThat(context).doesNotHaveBean(BaggageAttributes.class);
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

	private static Tracer tracer(ApplicationContext context) {
		return context.getBean(OpenTelemetry.class).getTracer("test");
	}

	private static TextMapPropagator propagator(ApplicationContext context) {
		return context.getBean(OpenTelemetry.class).getPropagators().getTextMapPropagator();
	}

	private static Context received(ApplicationContext context, String baggage) {
		return propagator(context).extract(Context.root(), Map.of("baggage", baggage), Headers.INSTANCE);
	}

	private static Map<String, String> sent(ApplicationContext context) {
		Map<String, String> headers = new HashMap<>();
		propagator(context).inject(Context.current(), headers, Map::put);
		return headers;
	}

	private static Map<String, String> sentTo(ApplicationContext context, String destination) {
		Map<String, String> headers = new HashMap<>();
		Context sent = received(context, "job.id=7")
			.with(Span.wrap(SpanContext.create("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331",
					TraceFlags.getSampled(), TraceState.getDefault())));
		propagator(context).inject(InternalHosts.sentTo(sent, destination), headers, Map::put);
		return headers;
	}

	private static void span(ApplicationContext context, String name, Runnable block) {
		Span span = tracer(context).spanBuilder(name).startSpan();
		try (Scope scope = span.makeCurrent()) {
			block.run();
		}
		finally {
			span.end();
		}
	}

	private static void onAnotherThread(Runnable task) {
		try {
			CompletableFuture.runAsync(Context.current().wrap(task)).get();
		}
		catch (InterruptedException | ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private enum Headers implements TextMapGetter<Map<String, String>> {

		INSTANCE;

		@Override
		public Iterable<String> keys(Map<String, String> carrier) {
			return carrier.keySet();
		}

		@Override
		public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
			return (carrier != null) ? carrier.get(key) : null;
		}

	}

}
