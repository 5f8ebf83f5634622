package io.github.tracingboot.rpc;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.EnumSet;
import java.util.Set;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import org.jspecify.annotations.Nullable;

import io.github.tracingboot.core.SpanErrors;

/** Semantic conventions for gRPC, and what of a call they are about. */
final class RpcAttributes {

	private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("rpc.system.name");

	private static final AttributeKey<String> METHOD = AttributeKey.stringKey("rpc.method");

	private static final AttributeKey<String> STATUS_CODE = AttributeKey.stringKey("rpc.response.status_code");

	private static final AttributeKey<String> SERVER_ADDRESS = AttributeKey.stringKey("server.address");

	private static final AttributeKey<Long> SERVER_PORT = AttributeKey.longKey("server.port");

	private static final AttributeKey<String> PEER_ADDRESS = AttributeKey.stringKey("network.peer.address");

	private static final AttributeKey<Long> PEER_PORT = AttributeKey.longKey("network.peer.port");

	/** The others are the caller's doing. */
	private static final Set<Status.Code> ERRORS_OF_SERVER = EnumSet.of(Status.Code.UNKNOWN,
			Status.Code.DEADLINE_EXCEEDED, Status.Code.UNIMPLEMENTED, Status.Code.INTERNAL, Status.Code.UNAVAILABLE,
			Status.Code.DATA_LOSS);

	private RpcAttributes() {
	}

	static void describe(SpanBuilder span, MethodDescriptor<?, ?> method, Authority authority) {
		span.setAttribute(SYSTEM, "grpc")
			.setAttribute(METHOD, method.getFullMethodName())
			.setAttribute(SERVER_ADDRESS, authority.host());
		if (authority.port() >= 0) {
			span.setAttribute(SERVER_PORT, (long) authority.port());
		}
	}

	static void describePeer(Span span, @Nullable Attributes transport) {
		SocketAddress peer = (transport != null) ? transport.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR) : null;
		if (peer instanceof InetSocketAddress address && address.getAddress() != null) {
			span.setAttribute(PEER_ADDRESS, address.getAddress().getHostAddress());
			span.setAttribute(PEER_PORT, (long) address.getPort());
		}
	}

	static void closedByServer(Span span, Status status) {
		closed(span, status, ERRORS_OF_SERVER.contains(status.getCode()));
	}

	static void closedForClient(Span span, Status status) {
		closed(span, status, !status.isOk());
	}

	private static void closed(Span span, Status status, boolean error) {
		if (!span.isRecording()) {
			return;
		}
		String code = status.getCode().name();
		span.setAttribute(STATUS_CODE, code);
		if (error) {
			if (status.getCause() != null) {
				SpanErrors.record(span, status.getCause());
			}
			span.setStatus(StatusCode.ERROR);
			span.setAttribute(SpanErrors.ERROR_TYPE, code);
		}
	}

}
