package io.github.tracingboot.amqp;

import java.net.InetAddress;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.opentelemetry.api.common.Attributes;
import org.jspecify.annotations.Nullable;

import org.springframework.amqp.rabbit.connection.ChannelProxy;

/**
 * The broker at the other end of a connection. The one of the last message is nearly
 * always the one of the next, so its address is not made a text again.
 *
 * @param source what the address was made from
 * @param port its port
 * @param attributes what is said of it on a span
 */
record Peer(Object source, int port, Attributes attributes) {

	/** No broker is known. */
	static final Peer NONE = new Peer("", 0, Attributes.empty());

	private static Peer of(Object source, String address, int port) {
		return new Peer(source, port, Attributes.of(AmqpAttributes.SERVER_ADDRESS, address, AmqpAttributes.SERVER_PORT,
				(long) port, AmqpAttributes.PEER_ADDRESS, address, AmqpAttributes.PEER_PORT, (long) port));
	}

	/** The broker of a channel; this one if it is still the same. */
	Peer next(Channel channel) {
		// A cached channel that was closed would be opened again by any other call.
		Channel target = (channel instanceof ChannelProxy proxy) ? proxy.getTargetChannel() : channel;
		Connection connection = (target != null) ? target.getConnection() : null;
		InetAddress address = (connection != null) ? connection.getAddress() : null;
		if (connection == null || address == null) {
			return NONE;
		}
		return is(address, connection.getPort()) ? this : of(address, address.getHostAddress(), connection.getPort());
	}

	/** The broker at an address; this one if it is still the same. */
	Peer next(@Nullable String address, int port) {
		if (address == null || address.isEmpty()) {
			return NONE;
		}
		return is(address, port) ? this : of(address, address, port);
	}

	private boolean is(Object source, int port) {
		return this.port == port && this.source.equals(source);
	}

}
