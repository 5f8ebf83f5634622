package io.github.tracingboot.amqp;

import com.rabbitmq.client.Channel;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.testing.EmbeddedBroker;
import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.ChannelProxy;

import static org.assertj.core.api.Assertions.assertThat;

class LastPeerIT {

	@RegisterExtension
	final SpanRecorder spans = new SpanRecorder();

	@Test
	void aChannelThatIsClosedTellsItsPeerAndStaysClosed() throws Exception {
		CachingConnectionFactory connections = new CachingConnectionFactory(EmbeddedBroker.host(),
				EmbeddedBroker.port());
		try {
			Channel channel = connections.createConnection().createChannel(false);
			((ChannelProxy) channel).getTargetChannel().close();
			SpanBuilder span = new TestTracing(this.spans).amqp().tracer().spanBuilder("any");
			new LastPeer().describe(span, channel);
			span.startSpan().end();
			SpanData described = this.spans.take("any");
			assertThat(described.getAttributes().get(AmqpAttributes.PEER_PORT)).isEqualTo(EmbeddedBroker.port());
			assertThat(channel.isOpen()).isFalse();
		}
		finally {
			connections.destroy();
		}
	}

}
