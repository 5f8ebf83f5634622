package io.github.tracingboot.amqp;

import java.net.InetAddress;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;

import org.springframework.amqp.rabbit.connection.ChannelProxy;

/** The broker at the other end of a connection. */
final class Peer {

	private Peer() {
	}

	static void describe(Span span, Channel channel) {
		// A cached channel that was closed would be opened again by any other call.
		Channel target = (channel instanceof ChannelProxy proxy) ? proxy.getTargetChannel() : channel;
		Connection connection = (target != null) ? target.getConnection() : null;
		InetAddress address = (connection != null) ? connection.getAddress() : null;
		if (connection != null && address != null) {
			describe(span, address.getHostAddress(), connection.getPort());
		}
	}

	static void describe(Span span, @Nullable String address, int port) {
		if (address != null && !address.isEmpty()) {
			span.setAttribute(AmqpAttributes.SERVER_ADDRESS, address);
			span.setAttribute(AmqpAttributes.SERVER_PORT, port);
			span.setAttribute(AmqpAttributes.PEER_ADDRESS, address);
			span.setAttribute(AmqpAttributes.PEER_PORT, port);
		}
	}

}
