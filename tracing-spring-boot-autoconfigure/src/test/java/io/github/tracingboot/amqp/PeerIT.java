package io.github.tracingboot.amqp;

import com.rabbitmq.client.Channel;
import org.junit.jupiter.api.Test;

import io.github.tracingboot.testing.EmbeddedBroker;

import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.ChannelProxy;

import static org.assertj.core.api.Assertions.assertThat;

class PeerIT {

	@Test
	void aChannelThatIsClosedTellsItsPeerAndStaysClosed() throws Exception {
		CachingConnectionFactory connections = new CachingConnectionFactory(EmbeddedBroker.host(),
				EmbeddedBroker.port());
		try {
			Channel channel = connections.createConnection().createChannel(false);
			((ChannelProxy) channel).getTargetChannel().close();
			Peer peer = Peer.NONE.next(channel);
			assertThat(peer.attributes().get(AmqpAttributes.PEER_PORT)).isEqualTo(EmbeddedBroker.port());
			assertThat(peer.next(channel)).isSameAs(peer);
			assertThat(channel.isOpen()).isFalse();
		}
		finally {
			connections.destroy();
		}
	}

}
