package io.github.tracingboot.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import org.jspecify.annotations.Nullable;

import javax.net.ssl.TrustManagerFactory;

/** A backend that speaks OTLP over gRPC, on a free port of the loopback interface. */
public final class OtlpGrpcReceiver implements AutoCloseable {

	private static final Context.Key<Map<String, String>> HEADERS = Context.key("headers");

	private final OtlpInbox inbox = new OtlpInbox();

	private final Server server;

	private final Queue<Status> next = new ConcurrentLinkedQueue<>();

	private final AtomicInteger attempts = new AtomicInteger();

	private volatile Status answer = Status.OK;

	private final String scheme;

	private OtlpGrpcReceiver(int port, @Nullable ServerCertificates certificates) throws IOException {
		this.scheme = (certificates != null) ? "https" : "http";
		NettyServerBuilder builder = NettyServerBuilder
			.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
		if (certificates != null) {
			SslContextBuilder ssl = SslContextBuilder.forServer(certificates.keyManagerFactory());
			TrustManagerFactory clients = certificates.trustManagerFactory();
			if (clients != null) {
				ssl.trustManager(clients).clientAuth(ClientAuth.REQUIRE);
			}
			builder.sslContext(GrpcSslContexts.configure(ssl, SslProvider.JDK).build());
		}
		this.server = builder.addService(ServerInterceptors.intercept(new Service(), new HeaderInterceptor()))
			.build()
			.start();
	}

	public static OtlpGrpcReceiver start() {
		return start(0);
	}

	public static OtlpGrpcReceiver start(int port) {
		try {
			return new OtlpGrpcReceiver(port, null);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public static OtlpGrpcReceiver start(ServerCertificates certificates) {
		try {
			return new OtlpGrpcReceiver(0, certificates);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public int port() {
		return this.server.getPort();
	}

	public String endpoint() {
		return this.scheme + "://localhost:" + port();
	}

	public List<ResourceSpans> awaitSpans(int count) {
		return this.inbox.awaitSpans(count);
	}

	public Span awaitSpan(String service, String name) {
		return this.inbox.awaitSpan(service, name);
	}

	public int received() {
		return this.inbox.received((name) -> true);
	}

	public int received(String name) {
		return this.inbox.received(name::equals);
	}

	public Map<String, String> lastHeaders() {
		return this.inbox.lastHeaders();
	}

	/**
	 * Sets what exports are answered with from now on; unless it is OK they are refused.
	 * @param status the status
	 */
	public void answer(Status status) {
		this.answer = status;
	}

	/**
	 * Sets what the next exports are answered with, one each.
	 * @param statuses the statuses
	 */
	public void answerNext(Status... statuses) {
		this.next.addAll(List.of(statuses));
	}

	/** How many exports came in, refused ones included. */
	public int attempts() {
		return this.attempts.get();
	}

	@Override
	public void close() {
		this.server.shutdownNow();
	}

	private final class Service extends TraceServiceGrpc.TraceServiceImplBase {

		@Override
		public void export(ExportTraceServiceRequest request, StreamObserver<ExportTraceServiceResponse> response) {
			OtlpGrpcReceiver.this.attempts.incrementAndGet();
			Status next = OtlpGrpcReceiver.this.next.poll();
			Status status = (next != null) ? next : OtlpGrpcReceiver.this.answer;
			if (!status.isOk()) {
				response.onError(status.asRuntimeException());
				return;
			}
			OtlpGrpcReceiver.this.inbox.add(request, HEADERS.get());
			response.onNext(ExportTraceServiceResponse.getDefaultInstance());
			response.onCompleted();
		}

	}

	private static final class HeaderInterceptor implements ServerInterceptor {

		@Override
		public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata metadata,
				ServerCallHandler<Q, A> next) {
			Map<String, String> headers = new HashMap<>();
			for (String name : metadata.keys()) {
				if (!name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
					headers.put(name,
							String.valueOf(metadata.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER))));
				}
			}
			return Contexts.interceptCall(Context.current().withValue(HEADERS, headers), call, metadata, next);
		}

	}

}
