package io.github.tracingboot.baggage;

import java.util.Map;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.core.InternalHosts;
import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/** Which baggage comes in, and to whom it is sent on. */
class BaggagePropagationTests {

	@RegisterExtension
	final SpanRecorder spans = new SpanRecorder();

	private final ApplicationContextRunner runner = BaggageApplication.runner(this.spans);

	@Test
	void callerThatHasBaggageOfItsOwnKeepsItWhenNothingComesIn() {
		this.runner.run((context) -> {
			Context request = BaggageApplication.received(context, "job.id=7");
			Context again = BaggageApplication.received(context, request, Map.of());
			assertThat(Baggage.fromContext(again)).isSameAs(Baggage.fromContext(request));
		});
	}

	@Test
	void whatIsOverTheLimitsIsLeftOutOfWhatComesInAndWhatIsSetAndWhatGoesOut() {
		this.runner
			.withPropertyValues("tracing.baggage.max-entries=2", "tracing.baggage.max-entry-size=20B",
					"tracing.baggage.max-size=30B")
			.run((context) -> {
				try (Scope scope = BaggageApplication.received(context, "a=1,b=2,c=3").makeCurrent()) {
					assertThat(Baggage.current().size()).isEqualTo(2);
					assertThat(context.getBean(RequestBaggage.class).set("d", "4")).isFalse();
					assertThat(context.getBean(RequestBaggage.class).set("a", "4")).isTrue();
				}
				try (Scope scope = BaggageApplication.received(context, "a=" + "x".repeat(19) + ",b=2").makeCurrent()) {
					assertThat(Baggage.current().asMap()).containsOnlyKeys("b");
				}
				try (Scope scope = BaggageApplication.received(context, "a=" + "x".repeat(17) + ",b=" + "x".repeat(17))
					.makeCurrent()) {
					assertThat(Baggage.current().asMap()).containsOnlyKeys("a");
				}
				try (Scope scope = Baggage.builder().put("umlaut", "ää").put("b", "2").build().makeCurrent()) {
					assertThat(BaggageApplication.sent(context)).as("12 bytes and 8")
						.containsEntry("baggage", "b=2,umlaut=%C3%A4%C3%A4");
				}
				try (Scope scope = Baggage.builder().put("umlaut", "äää").build().makeCurrent()) {
					assertThat(BaggageApplication.sent(context)).doesNotContainKey("baggage");
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

	private static Map<String, String> sentTo(ApplicationContext context, String destination) {
		Context sent = BaggageApplication.received(context, "job.id=7")
			.with(Span.wrap(SpanContext.create("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331",
					TraceFlags.getSampled(), TraceState.getDefault())));
		return BaggageApplication.sent(context, InternalHosts.sentTo(sent, destination));
	}

}
