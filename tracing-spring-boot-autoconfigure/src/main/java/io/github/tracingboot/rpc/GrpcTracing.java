package io.github.tracingboot.rpc;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/**
 * Interceptors for the channels and servers that an application builds itself. What
 * Spring gRPC builds has them, and so has a builder that is a bean.
 *
 * <p>
 * There is one bean of this type, also where tracing is off.
 */
public final class GrpcTracing {

	private final ClientInterceptor client;

	private final ServerInterceptor server;

	GrpcTracing(ClientInterceptor client, ServerInterceptor server) {
		this.client = client;
		this.server = server;
	}

	static GrpcTracing off() {
		return new GrpcTracing(new ClientInterceptor() {
			@Override
			public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> method, CallOptions options,
					Channel next) {
				return next.newCall(method, options);
			}
		}, new ServerInterceptor() {
			@Override
			public <Q, R> ServerCall.Listener<Q> interceptCall(ServerCall<Q, R> call, Metadata headers,
					ServerCallHandler<Q, R> next) {
				return next.startCall(call, headers);
			}
		});
	}

	/**
	 * What makes a span of each call that goes out. It belongs next to the wire: added
	 * before the other interceptors of a channel.
	 * @return for {@code ManagedChannelBuilder.intercept}
	 */
	public ClientInterceptor client() {
		return this.client;
	}

	/**
	 * What makes a span of each call that comes in. It belongs next to the wire: added
	 * after the other interceptors of a server.
	 * @return for {@code ServerBuilder.intercept}
	 */
	public ServerInterceptor server() {
		return this.server;
	}

}
