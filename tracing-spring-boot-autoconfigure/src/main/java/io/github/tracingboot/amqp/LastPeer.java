package io.github.tracingboot.amqp;

import java.net.InetAddress;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
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
			known = new Known(address, address.getHostAddress(), (long) connection.getPort());
			this.last = known;
		}
		known.describe(span);
	}

	void describe(SpanBuilder span, @Nullable String address, int port) {
		if (address == null || address.isEmpty()) {
			return;
		}
		Known known = this.last;
		if (known == null || !known.is(address, port)) {
			known = new Known(address, address, (long) port);
			this.last = known;
		}
		known.describe(span);
	}

	private record Known(Object source, String address, Long port) {

		boolean is(Object source, int port) {
			return this.port == port && this.source.equals(source);
		}

		void describe(SpanBuilder span) {
			span.setAttribute(AmqpAttributes.SERVER_ADDRESS, this.address);
			span.setAttribute(AmqpAttributes.SERVER_PORT, this.port);
			span.setAttribute(AmqpAttributes.PEER_ADDRESS, this.address);
			span.setAttribute(AmqpAttributes.PEER_PORT, this.port);
		}

	}

}
