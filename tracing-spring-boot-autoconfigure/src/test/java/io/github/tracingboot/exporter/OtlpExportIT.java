package io.github.tracingboot.exporter;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import io.github.tracingboot.testing.OtlpGrpcReceiver;
import io.github.tracingboot.testing.OtlpHttpReceiver;
import io.github.tracingboot.testing.OtlpInbox;
import io.github.tracingboot.testing.StackTraces;
import io.grpc.Status;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

@ExtendWith(OutputCaptureExtension.class)
class OtlpExportIT {

	@Test
	void spansArriveOverGrpcAtTheLatestWhenTheApplicationStops() {
		try (OtlpGrpcReceiver receiver = OtlpGrpcReceiver.start()) {
			try (ConfigurableApplicationContext app = run("tracing.exporter.otlp.endpoint=localhost:" + receiver.port(),
					"tracing.exporter.otlp.headers.x-api-key=s3cret", "tracing.exporter.otlp.compression=gzip",
					"tracing.exporter.batch.schedule-delay=1h")) {
				parentAndChild(app);
			}
			assertParentAndChild(receiver.awaitSpans(2));
			assertThat(receiver.lastHeaders()).containsEntry("x-api-key", "s3cret")
				.containsEntry("grpc-encoding", "gzip");
		}
	}

	@Test
	void spansArriveOverHttpAtTheLatestWhenTheApplicationStops() {
		try (OtlpHttpReceiver receiver = OtlpHttpReceiver.start()) {
			try (ConfigurableApplicationContext app = run("tracing.exporter.otlp.endpoint=" + receiver.endpoint(),
					"tracing.exporter.otlp.protocol=http/protobuf", "tracing.exporter.otlp.headers.x-api-key=s3cret",
					"tracing.exporter.otlp.compression=gzip", "tracing.exporter.batch.schedule-delay=1h")) {
				parentAndChild(app);
			}
			assertParentAndChild(receiver.awaitSpans(2));
			assertThat(receiver.lastHeaders()).containsEntry("X-api-key", "s3cret")
				.containsEntry("Content-encoding", "gzip");
		}
	}

	@Test
	void thePathOfTheUrlIsKept() {
		try (OtlpHttpReceiver receiver = OtlpHttpReceiver.start("/otlp/traces")) {
			try (ConfigurableApplicationContext app = run(
					"tracing.exporter.otlp.endpoint=" + receiver.endpoint() + "/otlp/traces",
					"tracing.exporter.otlp.protocol=http/protobuf")) {
				span(app, "x");
			}
			assertThat(receiver.awaitSpan("orders", "x").getTraceId().size()).isEqualTo(16);
		}
	}

	@ParameterizedTest
	@EnumSource(OtlpTarget.Protocol.class)
	void anUnreachableEndpointIsOneLineWithTheCause(OtlpTarget.Protocol protocol, CapturedOutput output)
			throws IOException {
		// Bound and not listening: connections are refused, and nobody else gets the
		// port.
		try (Socket socket = new Socket()) {
			socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
			int port = socket.getLocalPort();
			try (ConfigurableApplicationContext app = run("tracing.exporter.otlp.endpoint=127.0.0.1:" + port,
					"tracing.exporter.otlp.protocol=" + protocol)) {
				for (int i = 0; i < 8; i++) {
					span(app, "x" + i);
					flush(app);
				}
				long start = System.nanoTime();
				span(app, "x");
				flush(app);
				// The attempts of the SDK's retry policy would take eight.
				assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
				span(app, "last");
			}
			assertThat(trouble(output)).singleElement()
				.asString()
				.contains("WARN")
				.contains("Connection refused")
				.contains("127.0.0.1:" + port);
			assertThat(StackTraces.ours(output.getAll())).isEmpty();
			assertThat(output).doesNotContain("multiple times");
		}
	}

	@Test
	void recoveryOverHttpIsOneLine(CapturedOutput output) {
		try (OtlpHttpReceiver receiver = OtlpHttpReceiver.start();
				ConfigurableApplicationContext app = run("tracing.exporter.otlp.endpoint=" + receiver.endpoint(),
						"tracing.exporter.otlp.protocol=http/protobuf")) {
			receiver.answer(500);
			span(app, "lost");
			flush(app);
			assertThat(trouble(output)).singleElement()
				.asString()
				.contains("OTLP/HTTP http://localhost:" + receiver.port() + "/v1/traces")
				.contains("Server responded with HTTP status code 500; lost so far: 1;");
			receiver.answer(200);
			span(app, "found");
			flush(app);
			span(app, "again");
			flush(app);
			receiver.awaitSpans(2);
			assertRecovered(output);
		}
	}

	@Test
	void recoveryOverGrpcIsOneLine(CapturedOutput output) {
		try (OtlpGrpcReceiver receiver = OtlpGrpcReceiver.start();
				ConfigurableApplicationContext app = run("tracing.exporter.otlp.endpoint=" + receiver.endpoint())) {
			receiver.answer(Status.PERMISSION_DENIED.withDescription("no such tenant"));
			span(app, "lost");
			flush(app);
			assertThat(trouble(output)).singleElement()
				.asString()
				.contains("OTLP/gRPC http://localhost:" + receiver.port())
				.contains("no such tenant");
			receiver.answer(Status.OK);
			span(app, "found");
			flush(app);
			receiver.awaitSpans(1);
			assertRecovered(output);
		}
	}

	@Test
	void anEndpointThatCannotBeReadStopsTheApplicationAndSaysWhatToWrite(CapturedOutput output) {
		assertThatException().isThrownBy(() -> run("tracing.exporter.otlp.endpoint=collector").close());
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("tracing.exporter.otlp.endpoint is 'collector' but must be a URL such as http://localhost:4317"
					+ " or host:port such as localhost:4317 (the port is missing)");
	}

	private static ConfigurableApplicationContext run(String... properties) {
		return new SpringApplicationBuilder(App.class).web(WebApplicationType.NONE)
			.properties(Map.of("spring.application.name", "orders"))
			.properties(properties)
			.run();
	}

	private static void span(ConfigurableApplicationContext app, String name) {
		app.getBean(Tracer.class).spanBuilder(name).startSpan().end();
	}

	private static void flush(ConfigurableApplicationContext app) {
		app.getBean(SdkTracerProvider.class).forceFlush().join(10, TimeUnit.SECONDS);
	}

	private static void parentAndChild(ConfigurableApplicationContext app) {
		Tracer tracer = app.getBean(Tracer.class);
		io.opentelemetry.api.trace.Span parent = tracer.spanBuilder("parent").setSpanKind(SpanKind.SERVER).startSpan();
		tracer.spanBuilder("child").setParent(Context.root().with(parent)).startSpan().end();
		parent.end();
	}

	private static void assertParentAndChild(List<ResourceSpans> received) {
		assertThat(received).allMatch((resource) -> OtlpInbox.service(resource).equals("orders"));
		List<Span> spans = OtlpInbox.spans(received);
		Span child = spans.get(0);
		Span parent = spans.get(1);
		assertThat(child.getName()).isEqualTo("child");
		assertThat(parent.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
		assertThat(child.getParentSpanId()).isEqualTo(parent.getSpanId());
		assertThat(child.getTraceId()).isEqualTo(parent.getTraceId());
	}

	private static void assertRecovered(CapturedOutput output) {
		// The SDK's flush may return at once when it comes right after another.
		await().atMost(Duration.ofSeconds(20)).until(() -> trouble(output).size() > 1);
		assertThat(trouble(output)).hasSize(2).last().asString().contains("INFO").contains("again; lost: 1");
	}

	/** Every line about export, whoever wrote it. */
	private static List<String> trouble(CapturedOutput output) {
		Predicate<String> about = (line) -> line.contains("pans ") || line.contains("xport") || line.contains("OkHttp")
				|| line.contains("opentelemetry");
		return output.getAll().lines().filter(about.and((line) -> !line.contains(" Starting "))).toList();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class App {

	}

}
