package io.github.tracingboot.amqp;

import java.util.List;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.testing.SpanRecorder;

import static org.assertj.core.api.Assertions.assertThat;

class PeerTests {

	@RegisterExtension
	final SpanRecorder spans = new SpanRecorder();

	private final Peer one = Peer.NONE.next("10.0.0.1", 5672);

	@Test
	void aBrokerIsAnotherWhenItsAddressOrPortIs() {
		assertThat(this.one.next("10.0.0.1", 5672)).isSameAs(this.one);
		assertThat(this.one.next("10.0.0.2", 5672).attributes().get(AmqpAttributes.SERVER_ADDRESS))
			.isEqualTo("10.0.0.2");
		assertThat(this.one.next("10.0.0.1", 5673).attributes().get(AmqpAttributes.SERVER_PORT)).isEqualTo(5673);
		assertThat(this.one.next(null, 5672)).isSameAs(Peer.NONE);
		assertThat(this.one.next("", 5672)).isSameAs(Peer.NONE);
	}

	@Test
	void theSpansOfADestinationHaveTheBrokerThatEachMessageGoesTo() {
		Destination destination = Destination.published("events", "order.created");
		Tracer tracer = new TestTracing(this.spans).amqp().tracer();
		for (Peer peer : List.of(this.one, this.one, this.one.next("10.0.0.2", 5672), Peer.NONE, this.one)) {
			destination.spanBuilder(tracer, peer).startSpan().end();
			Attributes attributes = this.spans.take(SpanKind.PRODUCER).getAttributes();
			assertThat(attributes.get(AmqpAttributes.PEER_ADDRESS))
				.isEqualTo(peer.attributes().get(AmqpAttributes.PEER_ADDRESS));
			assertThat(attributes.get(AmqpAttributes.ROUTING_KEY)).isEqualTo("order.created");
		}
	}

}
