package io.github.tracingboot.amqp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

import com.rabbitmq.client.observation.ObservationCollector;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.testing.DestinationPropagator;
import io.github.tracingboot.testing.SpanRecorder;

import static org.assertj.core.api.Assertions.assertThat;

/** Which context a message is sent with. */
class PublishedContextTests {

	private static final String TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

	@RegisterExtension
	final SpanRecorder spans = new SpanRecorder();

	private final TestTracing tracing = new TestTracing(this.spans);

	private final Published published = new Published();

	private final PublishObserver observer = this.tracing.observer(ObservationCollector.NO_OP);

	@Test
	void aMessageWithoutHeadersGetsThem() throws IOException {
		this.published.publish(this.observer, null);
		SpanData span = this.spans.take(SpanKind.PRODUCER);
		assertThat(this.published.headers()).containsEntry("traceparent", Published.traceparent(span.getSpanContext()));
	}

	@Test
	void anUnsampledContextIsInjectedToo() throws IOException {
		TestTracing unsampled = new TestTracing(this.spans, Sampler.alwaysOff());
		this.published.publish(unsampled.observer(ObservationCollector.NO_OP), null);
		// Newer versions say in the second bit that the trace id is random.
		assertThat((String) this.published.headers().get("traceparent")).matches(".*-0[02]");
	}

	@Test
	void theTimeIsSentWhereTheSpanIsRecorded() throws IOException {
		long before = System.currentTimeMillis();
		this.published.publish(this.observer, Map.of(PublishObserver.SENT_HEADER, 1L));
		assertThat(this.spans.take(SpanKind.PRODUCER).hasEnded()).isTrue();
		assertThat((Long) this.published.headers().get(PublishObserver.SENT_HEADER)).isBetween(before,
				System.currentTimeMillis());
	}

	@Test
	void aMessageThatIsNotRecordedHasNoTimeNorThatOfTheHopBefore() throws IOException {
		TestTracing unsampled = new TestTracing(this.spans, Sampler.alwaysOff());
		this.published.publish(unsampled.observer(ObservationCollector.NO_OP),
				Map.of(PublishObserver.SENT_HEADER, 1L, "own", "kept"));
		assertThat(this.published.headers()).containsOnlyKeys("traceparent", "own");
	}

	@Test
	void aContextThatTheUserSetIsLeftAndLinked() throws IOException {
		this.published.publish(this.observer, Map.of("traceparent", TRACEPARENT, "tracestate", "vendor=1"));
		SpanData span = this.spans.take(SpanKind.PRODUCER);
		assertThat(this.published.headers()).containsEntry("traceparent", TRACEPARENT)
			.containsEntry("tracestate", "vendor=1");
		assertThat(span.getLinks()).extracting((link) -> link.getSpanContext().getSpanId())
			.containsExactly("b7ad6b7169203331");
	}

	@Test
	void aContextOfTheTraceThatIsGoingOnIsReplaced() throws IOException {
		Span caller = this.tracing.amqp().tracer().spanBuilder("caller").startSpan();
		String before = caller.getSpanContext().getTraceId() + "-b7ad6b7169203331";
		try (Scope scope = caller.makeCurrent()) {
			assertThat(scope).isNotNull();
			this.published.publish(this.observer, Map.of("traceparent", "00-" + before + "-01"));
		}
		caller.end();
		this.spans.take("caller");
		SpanData span = this.spans.take(SpanKind.PRODUCER);
		assertThat(span.getLinks()).isEmpty();
		assertThat(this.published.headers()).containsEntry("traceparent", Published.traceparent(span.getSpanContext()));
	}

	@Test
	void aSpanThatSomebodyHasOpenedForThePublishIsTheOnlyOne() throws IOException {
		Span theirs = this.tracing.amqp()
			.tracer()
			.spanBuilder("orders send")
			.setSpanKind(SpanKind.PRODUCER)
			.startSpan();
		try (Scope scope = theirs.makeCurrent()) {
			assertThat(scope).isNotNull();
			this.published.publish(this.observer,
					Map.of("traceparent", Published.traceparent(theirs.getSpanContext())));
		}
		theirs.end();
		this.spans.take("orders send");
		assertThat(this.published.headers())
			.containsEntry("traceparent", Published.traceparent(theirs.getSpanContext()))
			.containsKey(PublishObserver.SENT_HEADER);
	}

	@Test
	void theContextOfAForwardedMessageIsReplaced() throws IOException {
		TestContainer.handle(this.tracing.amqp(), TestContainer.message(Map.of("traceparent", TRACEPARENT)), () -> {
			try {
				this.published.publish(this.observer,
						Map.of("traceparent", TRACEPARENT, "tracestate", "vendor=1", "baggage", "a=1"));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		});
		this.spans.take(SpanKind.CONSUMER);
		SpanData span = this.spans.take(SpanKind.PRODUCER);
		assertThat(span.getLinks()).isEmpty();
		assertThat(this.published.headers()).containsEntry("traceparent", Published.traceparent(span.getSpanContext()))
			.doesNotContainKeys("tracestate", "baggage");
	}

	@Test
	void aMalformedContextIsReplaced() throws IOException {
		this.published.publish(this.observer, Map.of("traceparent", "00-rubbish"));
		SpanData span = this.spans.take(SpanKind.PRODUCER);
		assertThat(this.published.headers()).containsEntry("traceparent", Published.traceparent(span.getSpanContext()));
	}

	@Test
	void whereBaggageGoesThePropagatorIsToldTheExchange() throws IOException {
		AmqpTracing telling = new AmqpTracing(this.tracing.amqp()::tracer,
				() -> ContextPropagators.create(DestinationPropagator.INSTANCE));
		try (Scope scope = Baggage.builder().put("user", "7").build().makeCurrent()) {
			assertThat(scope).isNotNull();
			this.published.publish(TestTracing.observer(ObservationCollector.NO_OP, telling), null);
		}
		assertThat(this.published.headers()).containsEntry("destination", "exchange:events");
		this.spans.take(SpanKind.PRODUCER);
	}

}
