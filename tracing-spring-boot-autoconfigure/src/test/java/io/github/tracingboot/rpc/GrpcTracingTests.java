package io.github.tracingboot.rpc;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class GrpcTracingTests {

	private static final AttributeKey<String> STATUS = AttributeKey.stringKey("rpc.response.status_code");

	private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

	@RegisterExtension
	final SpanRecorder spans = new SpanRecorder();

	private final OpenTelemetrySdk openTelemetry = OpenTelemetrySdk.builder()
		.setTracerProvider(SdkTracerProvider.builder().addSpanProcessor(this.spans).build())
		.setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
		.build();

	private final EchoServer echo = new EchoServer();

	private Server server;

	private ManagedChannel channel;

	@BeforeEach
	void start() throws IOException {
		GrpcTracing tracing = new GrpcTracing(
				new ClientTracingInterceptor(() -> this.openTelemetry.getTracer("test"),
						() -> this.openTelemetry.getPropagators().getTextMapPropagator()),
				new ServerTracingInterceptor(() -> this.openTelemetry.getTracer("test"),
						() -> this.openTelemetry.getPropagators().getTextMapPropagator(),
						() -> List.of("test.Echo/Down")));
		this.server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
			.addService(this.echo)
			.intercept(tracing.server())
			.build()
			.start();
		this.channel = NettyChannelBuilder.forAddress("localhost", this.server.getPort())
			.usePlaintext()
			.intercept(tracing.client())
			.build();
	}

	@AfterEach
	void stop() throws InterruptedException {
		this.channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
		this.server.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
	}

	@Test
	void aCallHasASpanOnEitherSideInOneTrace() {
		Span caller = this.openTelemetry.getTracer("test").spanBuilder("caller").startSpan();
		try (Scope scope = caller.makeCurrent()) {
			assertThat(call("hello")).isEqualTo("hello");
			assertThat(Span.current()).isSameAs(caller);
		}
		caller.end();
		SpanData client = this.spans.take(SpanKind.CLIENT);
		SpanData server = this.spans.take(SpanKind.SERVER);
		assertThat(client.getName()).isEqualTo("test.Echo/Unary");
		assertThat(server.getName()).isEqualTo("test.Echo/Unary");
		assertThat(client.getParentSpanId()).isEqualTo(this.spans.take("caller").getSpanId());
		assertThat(server.getParentSpanId()).isEqualTo(client.getSpanId());
		assertThat(this.echo.current).hasValue(server.getSpanContext());
		for (SpanData span : List.of(client, server)) {
			assertThat(span.getAttributes().asMap()).containsEntry(AttributeKey.stringKey("rpc.system.name"), "grpc")
				.containsEntry(AttributeKey.stringKey("rpc.method"), "test.Echo/Unary")
				.containsEntry(AttributeKey.stringKey("server.address"), "localhost")
				.containsEntry(AttributeKey.longKey("server.port"), (long) this.server.getPort())
				.containsEntry(AttributeKey.stringKey("network.peer.address"), "127.0.0.1")
				.containsKey(AttributeKey.longKey("network.peer.port"))
				.containsEntry(STATUS, "OK");
			assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		}
	}

	@ParameterizedTest
	@CsvSource({ "missing,NOT_FOUND,false", "internal,INTERNAL,true", "throw,UNKNOWN,true" })
	void aStatusIsAnErrorOfTheServerIfTheConventionsSaySo(String request, String code, boolean errorOfServer) {
		assertThatExceptionOfType(StatusRuntimeException.class).isThrownBy(() -> call(request));
		SpanData client = this.spans.take(SpanKind.CLIENT);
		SpanData server = this.spans.take(SpanKind.SERVER);
		assertThat(client.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(client.getAttributes().get(STATUS)).isEqualTo(code);
		assertThat(client.getAttributes().get(ERROR_TYPE)).isEqualTo(code);
		assertThat(server.getAttributes().get(STATUS)).isEqualTo(code);
		assertThat(server.getStatus().getStatusCode()).isEqualTo(errorOfServer ? StatusCode.ERROR : StatusCode.UNSET);
		assertThat(server.getAttributes().get(ERROR_TYPE)).isEqualTo(errorOfServer ? code : null);
		assertThat(server.getEvents()).hasSize(errorOfServer ? 1 : 0);
	}

	@Test
	void anExcludedMethodHasNoSpanOfTheServer() {
		assertThat(ClientCalls.blockingServerStreamingCall((Channel) this.channel, EchoServer.DOWN, CallOptions.DEFAULT,
				"two"))
			.toIterable()
			.containsExactly("two", "two");
		assertThat(this.spans.take(SpanKind.CLIENT).getName()).isEqualTo("test.Echo/Down");
		assertThat(this.echo.current).hasValue(SpanContext.getInvalid());
	}

	@Test
	void streamsHaveOneSpanOnEitherSide() {
		for (MethodDescriptor<String, String> method : List.of(EchoServer.UP, EchoServer.BOTH)) {
			Span caller = this.openTelemetry.getTracer("test").spanBuilder("caller").startSpan();
			Answers answers = new Answers();
			try (Scope scope = caller.makeCurrent()) {
				ClientCall<String, String> call = this.channel.newCall(method, CallOptions.DEFAULT);
				StreamObserver<String> requests = (method == EchoServer.UP)
						? ClientCalls.asyncClientStreamingCall(call, answers)
						: ClientCalls.asyncBidiStreamingCall(call, answers);
				requests.onNext("one");
				requests.onNext("two");
				requests.onCompleted();
			}
			assertThat(answers.all.join()).contains("two");
			// What is done with an answer is the caller's.
			assertThat(answers.seen).containsOnly(caller.getSpanContext());
			caller.end();
			SpanData client = this.spans.take(SpanKind.CLIENT);
			SpanData server = this.spans.take(SpanKind.SERVER);
			assertThat(client.getName()).isEqualTo(method.getFullMethodName());
			assertThat(server.getParentSpanId()).isEqualTo(client.getSpanId());
			assertThat(this.echo.current).hasValue(server.getSpanContext());
			this.spans.take("caller");
		}
	}

	@Test
	void aCancelledCallEndsOnBothSidesAndIsNoErrorOfTheServer() throws InterruptedException {
		ClientCall<String, String> call = this.channel.newCall(EchoServer.UNARY, CallOptions.DEFAULT);
		ClientCalls.asyncUnaryCall(call, "wait", new Answers());
		assertThat(this.echo.waiting.await(10, TimeUnit.SECONDS)).isTrue();
		call.cancel("enough", null);
		SpanData client = this.spans.take(SpanKind.CLIENT);
		SpanData server = this.spans.take(SpanKind.SERVER);
		assertThat(client.getAttributes().get(STATUS)).isEqualTo("CANCELLED");
		assertThat(client.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(server.getAttributes().get(STATUS)).isEqualTo("CANCELLED");
		assertThat(server.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
	}

	@Test
	void aDeadlineThatIsOverEndsBothSides() {
		assertThatExceptionOfType(StatusRuntimeException.class)
			.isThrownBy(() -> ClientCalls.blockingUnaryCall(this.channel, EchoServer.UNARY,
					CallOptions.DEFAULT.withDeadlineAfter(500, TimeUnit.MILLISECONDS), "wait"));
		assertThat(this.spans.take(SpanKind.CLIENT).getAttributes().get(STATUS)).isEqualTo("DEADLINE_EXCEEDED");
		// Either its own clock tells the server, or the client that has given up.
		assertThat(this.spans.take(SpanKind.SERVER).getAttributes().get(STATUS)).isIn("DEADLINE_EXCEEDED", "CANCELLED");
	}

	@Test
	void aServerThatIsNotThereIsAnErrorOfTheClient() throws InterruptedException {
		this.server.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
		assertThatExceptionOfType(StatusRuntimeException.class).isThrownBy(() -> call("hello"));
		SpanData client = this.spans.take(SpanKind.CLIENT);
		assertThat(client.getAttributes().get(ERROR_TYPE)).isEqualTo("UNAVAILABLE");
		assertThat(client.getEvents()).hasSize(1);
	}

	@Test
	void aCallThatIsNeverStartedHasNoSpan() {
		this.channel.newCall(EchoServer.UNARY, CallOptions.DEFAULT).cancel("changed my mind", null);
	}

	@Test
	void builderBeansAreTracedAndSwitchedOffTheyAreNot() throws Exception {
		ApplicationContextRunner runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(RpcAutoConfiguration.class))
			.withBean("recorded", OpenTelemetry.class, () -> this.openTelemetry,
					(definition) -> definition.setDestroyMethodName(""))
			.withBean("tracing", Tracer.class, () -> this.openTelemetry.getTracer("test"))
			.withBean(NettyChannelBuilder.class,
					() -> NettyChannelBuilder.forAddress("localhost", this.server.getPort()).usePlaintext());
		runner.run((context) -> callOnce(context.getBean(NettyChannelBuilder.class).build()));
		this.spans.take(SpanKind.CLIENT);
		this.spans.take(SpanKind.SERVER);
		for (String off : List.of("tracing.enabled=false", "tracing.rpc.enabled=false")) {
			runner.withPropertyValues(off).run((context) -> {
				assertThat(context).hasSingleBean(GrpcTracing.class);
				callOnce(context.getBean(NettyChannelBuilder.class)
					.intercept(context.getBean(GrpcTracing.class).client())
					.build());
			});
			assertThat(this.spans.take(SpanKind.SERVER).getParentSpanContext().isValid()).isFalse();
		}
	}

	private static void callOnce(ManagedChannel channel) throws InterruptedException {
		try {
			ClientCalls.blockingUnaryCall(channel, EchoServer.UNARY, CallOptions.DEFAULT, "hello");
		}
		finally {
			channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
		}
	}

	private String call(String request) {
		return ClientCalls.blockingUnaryCall((Channel) this.channel, EchoServer.UNARY, CallOptions.DEFAULT, request);
	}

}
