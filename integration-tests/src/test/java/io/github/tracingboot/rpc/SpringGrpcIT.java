package io.github.tracingboot.rpc;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import io.grpc.BindableService;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.tracingboot.testing.SpanRecorder;
import io.github.tracingboot.testing.TextMarshaller;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.grpc.client.GrpcChannelFactory;
import org.springframework.grpc.server.lifecycle.GrpcServerStartedEvent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An application on Spring gRPC that calls itself, without observations and with those
 * that Spring gRPC makes where there is a registry.
 */
class SpringGrpcIT {

	private static final AttributeKey<String> STATUS_CODE = AttributeKey.stringKey("rpc.response.status_code");

	@RegisterExtension
	static final SpanRecorder spans = new SpanRecorder();

	@ParameterizedTest
	@ValueSource(classes = { Plain.class, Observed.class })
	void callHasOneSpanOnEitherSide(Class<?> application) {
		try (ConfigurableApplicationContext context = start(application)) {
			assertThat(call(context, "hello")).isEqualTo("hello");
			SpanData client = spans.take(SpanKind.CLIENT);
			SpanData server = spans.take(SpanKind.SERVER);
			assertThat(client.getName()).isEqualTo("test.Echo/Unary");
			assertThat(server.getName()).isEqualTo("test.Echo/Unary");
			assertThat(server.getTraceId()).isEqualTo(client.getTraceId());
			assertThat(server.getParentSpanId()).isEqualTo(client.getSpanId());
			assertThat(context.getBean(Echo.class).current).containsExactly(server.getSpanId());
			assertObserved(context, application);
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { Plain.class, Observed.class })
	void refusedCallHasOneSpanOnEitherSideWithItsStatus(Class<?> application) {
		try (ConfigurableApplicationContext context = start(application)) {
			assertThatExceptionOfType(StatusRuntimeException.class).isThrownBy(() -> call(context, "missing"));
			SpanData client = spans.take(SpanKind.CLIENT);
			SpanData server = spans.take(SpanKind.SERVER);
			for (SpanData span : new SpanData[] { client, server }) {
				assertThat(span.getAttributes().get(STATUS_CODE)).isEqualTo("NOT_FOUND");
			}
			assertThat(client.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
			assertThat(server.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
			assertObserved(context, application);
		}
	}

	private static ConfigurableApplicationContext start(Class<?> application) {
		return new SpringApplicationBuilder(application).web(WebApplicationType.NONE)
			.run("--spring.grpc.server.enabled=true", "--spring.grpc.server.port=0");
	}

	private static String call(ConfigurableApplicationContext context, String request) {
		int port = context.getBean(StartedPort.class).port.get();
		ManagedChannel channel = context.getBean(GrpcChannelFactory.class).createChannel("localhost:" + port);
		return ClientCalls.blockingUnaryCall(channel, Echo.UNARY, CallOptions.DEFAULT, request);
	}

	private static void assertObserved(ConfigurableApplicationContext context, Class<?> application) {
		if (application == Observed.class) {
			assertThat(context.getBean(Names.class).observed).containsExactlyInAnyOrder("grpc.client", "grpc.server");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Plain {

		@Bean
		SpanRecorder spanRecorder() {
			return spans;
		}

		@Bean
		StartedPort startedPort() {
			return new StartedPort();
		}

		@Bean
		Echo echo() {
			return new Echo();
		}

	}

	/** With the registry that an application with actuator has. */
	@Configuration(proxyBeanMethods = false)
	@Import(Plain.class)
	static class Observed {

		@Bean
		Names names() {
			return new Names();
		}

		@Bean
		ObservationRegistry observationRegistry(Names names) {
			ObservationRegistry registry = ObservationRegistry.create();
			registry.observationConfig().observationHandler(names);
			return registry;
		}

	}

	static final class StartedPort implements ApplicationListener<GrpcServerStartedEvent> {

		private final AtomicInteger port = new AtomicInteger();

		@Override
		public void onApplicationEvent(GrpcServerStartedEvent event) {
			this.port.set(event.getPort());
		}

	}

	static final class Names implements ObservationHandler<Observation.Context> {

		private final Queue<String> observed = new ConcurrentLinkedQueue<>();

		@Override
		public void onStart(Observation.Context context) {
			this.observed.add(context.getName());
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

	/** Echoes, but for what is missing. */
	static final class Echo implements BindableService {

		private static final MethodDescriptor<String, String> UNARY = MethodDescriptor
			.<String, String>newBuilder(TextMarshaller.INSTANCE, TextMarshaller.INSTANCE)
			.setType(MethodDescriptor.MethodType.UNARY)
			.setFullMethodName("test.Echo/Unary")
			.build();

		private final Queue<String> current = new ConcurrentLinkedQueue<>();

		@Override
		public ServerServiceDefinition bindService() {
			return ServerServiceDefinition.builder("test.Echo")
				.addMethod(UNARY, ServerCalls.asyncUnaryCall(this::unary))
				.build();
		}

		private void unary(String request, StreamObserver<String> answers) {
			this.current.add(Span.current().getSpanContext().getSpanId());
			if (request.equals("missing")) {
				answers.onError(Status.NOT_FOUND.asRuntimeException());
				return;
			}
			answers.onNext(request);
			answers.onCompleted();
		}

	}

}
