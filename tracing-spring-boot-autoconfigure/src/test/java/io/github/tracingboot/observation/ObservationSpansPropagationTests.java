package io.github.tracingboot.observation;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.core.HandlerSpan;
import io.github.tracingboot.core.InternalHosts;
import io.github.tracingboot.testing.DestinationPropagator;
import io.github.tracingboot.testing.SpanRecorder;

import static org.assertj.core.api.Assertions.assertThat;

/** How a trace goes out and comes in with what is observed. */
class ObservationSpansPropagationTests {

	@RegisterExtension
	final SpanRecorder spans = new SpanRecorder();

	private final TestTracing tracing = new TestTracing(this.spans);

	private final ObservationRegistry registry = this.tracing.registry;

	@Test
	void whatIsSentCarriesTheContextOfItsSpan() {
		SenderContext<Map<String, String>> sender = TestTracing.sender(Kind.PRODUCER);
		Observation.createNotStarted("send", () -> sender, this.registry).observe(() -> {
		});
		SpanData span = this.spans.take("send");
		assertThat(span.getKind()).isEqualTo(SpanKind.PRODUCER);
		assertThat(Objects.requireNonNull(sender.getCarrier()).get("traceparent"))
			.startsWith("00-" + span.getTraceId() + "-" + span.getSpanId() + "-");
	}

	@Test
	void thePropagatorLearnsWhereSomethingIsSent() {
		SenderContext<Map<String, String>> client = TestTracing.sender(Kind.CLIENT);
		client.setRemoteServiceAddress("https://prices.example.com:8443/");
		assertThat(destination(client)).isEqualTo("prices.example.com");
		assertThat(InternalHosts.of("none", List.of()).reasonAgainst(destination(TestTracing.sender(Kind.CLIENT))))
			.isNotNull();
		assertThat(destination(TestTracing.sender(Kind.PRODUCER))).isEqualTo("null");
	}

	@Test
	void whatIsReceivedContinuesTheTraceThatItCameWith() {
		ReceiverContext<Map<String, String>> receiver = TestTracing.receiver(Map.of("traceparent",
				"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "baggage", "tenant=7"));
		AtomicReference<String> tenant = new AtomicReference<>();
		AtomicReference<HandlerSpan> handler = new AtomicReference<>();
		Observation.createNotStarted("receive", () -> receiver, this.registry).observe(() -> {
			tenant.set(Baggage.current().getEntryValue("tenant"));
			handler.set(HandlerSpan.claim(Context.current(), SpanKind.CONSUMER));
		});
		SpanData span = this.spans.take("receive");
		assertThat(span.getKind()).isEqualTo(SpanKind.CONSUMER);
		assertThat(span.getTraceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
		assertThat(span.getParentSpanId()).isEqualTo("b7ad6b7169203331");
		assertThat(tenant).hasValue("7");
		assertThat(handler).doesNotHaveNullValue();
	}

	@Test
	void whatAnAnnotatedHandlerExpectsIsNoError() {
		IllegalStateException expected = new IllegalStateException("sold out");
		Observation observation = Observation.start("receive", () -> TestTracing.receiver(Map.of()), this.registry);
		observation.scoped(() -> {
			HandlerSpan handler = HandlerSpan.claim(Context.current(), SpanKind.CONSUMER);
			Objects.requireNonNull(handler).expect(expected);
		});
		observation.error(expected).stop();
		assertThat(this.spans.take("receive").getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
	}

	@Test
	void whatIsReceivedInsideOfItsTraceStaysInside() {
		Map<String, String> headers = new HashMap<>();
		Observation.createNotStarted("process", this.registry).observe(() -> {
			W3CTraceContextPropagator.getInstance().inject(Context.current(), headers, Map::put);
			Observation.createNotStarted("handle", () -> TestTracing.receiver(headers), this.registry).observe(() -> {
			});
			Observation.createNotStarted("bare", () -> TestTracing.receiver(Map.of()), this.registry).observe(() -> {
			});
		});
		SpanData process = this.spans.take("process");
		TestTracing.assertParent(this.spans.take("handle"), process);
		TestTracing.assertParent(this.spans.take("bare"), process);
	}

	@Test
	void aPropagatorThatFailsHarmsNobody() {
		ObservationRegistry registry = this.tracing.registry(new FailingPropagator());
		SenderContext<Map<String, String>> sender = TestTracing.sender(Kind.CLIENT);
		assertThat(Observation.createNotStarted("send", () -> sender, registry).observe(() -> "sent"))
			.isEqualTo("sent");
		assertThat(Observation.createNotStarted("receive", () -> TestTracing.receiver(Map.of()), registry)
			.observe(() -> "received")).isEqualTo("received");
		this.spans.take("send");
		this.spans.take("receive");
	}

	@Test
	void whatPassesAMessageToItsPublishSpanIsNoSecondOne() {
		SenderContext<Map<String, String>> sender = TestTracing.sender(Kind.PRODUCER);
		Observation.createNotStarted("channel", () -> sender, this.registry).start().stop();
		SpanData span = this.spans.take("channel");
		assertThat(span.getKind()).isEqualTo(SpanKind.INTERNAL);
		assertThat(sender.getCarrier()).as("for those that send without a span")
			.hasEntrySatisfying("traceparent", (value) -> assertThat(value).contains(span.getSpanId()));
	}

	private String destination(SenderContext<Map<String, String>> sender) {
		Observation.start("ask", () -> sender, this.tracing.registry(DestinationPropagator.INSTANCE)).stop();
		this.spans.take("ask");
		return Objects.requireNonNull(sender.getCarrier()).getOrDefault("destination", "");
	}

	private static final class FailingPropagator implements TextMapPropagator {

		@Override
		public Collection<String> fields() {
			return List.of();
		}

		@Override
		public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {
			throw new IllegalStateException("cannot write");
		}

		@Override
		public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
			throw new IllegalStateException("cannot read");
		}

	}

}
