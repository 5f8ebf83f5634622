package io.github.tracingboot.matrix;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

import com.google.protobuf.Empty;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;

import io.github.tracingboot.rpc.GrpcTracing;

/** A call to a server that is there for it alone. */
final class GrpcOperation {

	private GrpcOperation() {
	}

	static void run(GrpcTracing tracing) throws IOException, InterruptedException {
		MethodDescriptor<Empty, Empty> ping = MethodDescriptor
			.<Empty, Empty>newBuilder(ProtoUtils.marshaller(Empty.getDefaultInstance()),
					ProtoUtils.marshaller(Empty.getDefaultInstance()))
			.setType(MethodDescriptor.MethodType.UNARY)
			.setFullMethodName("matrix.Ping/Ping")
			.build();
		Server server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
			.addService(ServerServiceDefinition.builder("matrix.Ping")
				.addMethod(ping, ServerCalls.asyncUnaryCall((request, answers) -> {
					answers.onNext(request);
					answers.onCompleted();
				}))
				.build())
			.intercept(tracing.server())
			.build()
			.start();
		ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", server.getPort())
			.usePlaintext()
			.intercept(tracing.client())
			.build();
		ClientCalls.blockingUnaryCall(channel, ping, CallOptions.DEFAULT, Empty.getDefaultInstance());
		channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
		server.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
	}

}
