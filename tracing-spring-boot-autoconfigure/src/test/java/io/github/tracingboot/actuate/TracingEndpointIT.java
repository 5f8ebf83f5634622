package io.github.tracingboot.actuate;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Objects;

import io.github.tracingboot.testing.OtlpGrpcReceiver;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

/**
 * The endpoint as an operator sees it: over HTTP, with one backend that works and one
 * that does not.
 */
class TracingEndpointIT {

	private static final String DEAD = "dead.port";

	private final HttpClient client = HttpClient.newHttpClient();

	@Test
	void itShowsWhatIsConfiguredAndWhatBecameOfTheSpansAndTriesEveryExporter() throws Exception {
		try (OtlpGrpcReceiver receiver = OtlpGrpcReceiver.start();
				Socket dead = new Socket();
				ConfigurableApplicationContext app = run(receiver, dead)) {
			app.getBean(Tracer.class).spanBuilder("x").startSpan().end();
			assertThat(app.getBean(SdkTracerProvider.class).forceFlush().join(20, SECONDS).isDone()).isTrue();

			Map<String, Object> tracing = call(app, "GET");
			assertThat(tracing).extracting("configuration", as(MAP))
				.containsEntry("tracing.exporter.otlp.endpoint", receiver.endpoint())
				.containsEntry("tracing.exporter.otlp.headers.x-api-key", "******")
				.containsEntry("tracing.sampling.probability", 1.0);
			assertThat(tracing.get("keep")).isNull();
			Map<?, ?> exporters = (Map<?, ?>) Objects.requireNonNull(tracing.get("exporters"));
			assertThat(exporters.get("otlpSpanExporter"))
				.extracting("description", "exported", "failed", "dropped", "late", "sending", "lastError")
				.containsExactly("OTLP/gRPC " + receiver.endpoint(), 1, 0, 0, 0, 0, null);
			assertThat(exporters.get("otlpSpanExporter")).extracting("queue")
				.isEqualTo(Map.of("size", 0, "capacity", 2048));
			assertThat(exporters.get("broken")).extracting("failed", "lastError")
				.asString()
				.startsWith("[1, ConnectException");

			Map<String, Object> flight = call(app, "POST");
			assertThat(flight).containsEntry("delivered", false);
			assertThat(String.valueOf(flight.get("exporters"))).contains("otlpSpanExporter={delivered=true")
				.contains("broken={delivered=false, error=ConnectException");
			assertThat(receiver.awaitSpan("orders", "canary").getTraceId().toByteArray()).asHexString()
				.isEqualToIgnoringCase((String) flight.get("traceId"));
			assertMeters(app.getBean(MeterRegistry.class));
		}
	}

	@Test
	void theCanaryArrivesWhateverIsSampled() throws Exception {
		try (OtlpGrpcReceiver receiver = OtlpGrpcReceiver.start();
				Socket dead = new Socket();
				ConfigurableApplicationContext app = run(receiver, dead, "tracing.sampling.probability=0",
						"tracing.sampling.keep.errors=true")) {
			app.getBean(Tracer.class).spanBuilder("refused").startSpan().end();
			assertThat(call(app, "GET")).extracting("keep", as(MAP))
				.containsEntry("dropped.spans", 1)
				.containsEntry("kept.error.spans", 0)
				.containsEntry("waiting.traces", 0);
			call(app, "POST");
			receiver.awaitSpan("orders", "canary");
		}
	}

	private static void assertMeters(MeterRegistry registry) {
		assertThat(registry.get("tracing.exporter.spans")
			.tags("exporter", "otlpSpanExporter", "outcome", "exported")
			.functionCounter()
			.count()).isEqualTo(2);
		assertThat(registry.get("tracing.exporter.spans")
			.tags("exporter", "broken", "outcome", "failed")
			.functionCounter()
			.count()).isEqualTo(2);
	}

	private Map<String, Object> call(ConfigurableApplicationContext app, String method) throws Exception {
		String port = app.getEnvironment().getProperty("local.server.port");
		HttpResponse<String> response = this.client
			.send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/actuator/tracing"))
				.method(method, HttpRequest.BodyPublishers.noBody())
				.build(), HttpResponse.BodyHandlers.ofString());
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		assertThat(response.body()).doesNotContain("s3cret");
		return JsonParserFactory.getJsonParser().parseMap(response.body());
	}

	private static ConfigurableApplicationContext run(OtlpGrpcReceiver receiver, Socket dead, String... properties)
			throws IOException {
		// Bound and not listening: connections are refused.
		dead.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
		return new SpringApplicationBuilder(App.class)
			.properties(Map.of("spring.application.name", "orders", "server.port", "0", DEAD, dead.getLocalPort(),
					"tracing.exporter.otlp.endpoint", receiver.endpoint(), "tracing.exporter.otlp.headers.x-api-key",
					"s3cret", "management.endpoints.web.exposure.include", "tracing", "tracing.web.enabled", "false",
					"tracing.observation.enabled", "false"))
			.properties(properties)
			.run();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class App {

		@Bean
		SpanExporter broken(@Value("${" + DEAD + "}") int port) {
			return OtlpHttpSpanExporter.builder()
				.setEndpoint("http://127.0.0.1:" + port + "/v1/traces")
				.setRetryPolicy(null)
				.build();
		}

	}

}
