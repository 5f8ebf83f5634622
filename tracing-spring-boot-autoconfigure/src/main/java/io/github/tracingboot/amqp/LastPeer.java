package io.github.tracingboot.amqp;

import java.net.InetAddress;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanBuilder;
import org.jspecify.annotations.Nullable;

import org.springframework.amqp.rabbit.connection.ChannelProxy;

/**
 * The broker at the other end of a connection. The one of the last message is nearly
 * always the one of the next, so its address is not made a text again.
 */
final class LastPeer {

	private volatile @Nullable Known last;

	void describe(SpanBuilder span, Channel channel) {
		// A cached channel that was closed would be opened again by any other call.
		Channel target = (channel instanceof ChannelProxy proxy) ? proxy.getTargetChannel() : channel;
		Connection connection = (target != null) ? target.getConnection() : null;
		InetAddress address = (connection != null) ? connection.getAddress() : null;
		if (connection == null || address == null) {
			return;
		}
		Known known = this.last;
		if (known == null || !known.is(address, connection.getPort())) {
			known = Known.of(address, address.getHostAddress(), connection.getPort());
			this.last = known;
		}
		span.setAllAttributes(known.attributes());
	}

	void describe(SpanBuilder span, @Nullable String address, int port) {
		if (address == null || address.isEmpty()) {
			return;
		}
		Known known = this.last;
		if (known == null || !known.is(address, port)) {
			known = Known.of(address, address, port);
			this.last = known;
		}
		span.setAllAttributes(known.attributes());
	}

	private record Known(Object source, int port, Attributes attributes) {

		static Known of(Object source, String address, int port) {
			return new Known(source, port,
					Attributes.of(AmqpAttributes.SERVER_ADDRESS, address, AmqpAttributes.SERVER_PORT, (long) port,
							AmqpAttributes.PEER_ADDRESS, address, AmqpAttributes.PEER_PORT, (long) port));
		}

		boolean is(Object source, int port) {
			return this.port == port && this.source.equals(source);
		}

	}

}
