package io.github.tracingboot.endtoend;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.tracingboot.annotation.Traced;
import io.github.tracingboot.testing.EmbeddedBroker;
import io.github.tracingboot.testing.OtlpHttpReceiver;
import io.github.tracingboot.testing.OtlpInbox;
import io.github.tracingboot.testing.SpanRecorder;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Somebody else's OpenTelemetry, the java agent's or a bean: each operation has one span,
 * theirs or ours, and all are one trace.
 */
class CoexistenceIT {

	private static final String QUEUE = "coexistence";

	@TempDir
	Path directory;

	@Test
	void besideTheAgentEachOperationHasOneSpanInOneTrace() throws Exception {
		try (OtlpHttpReceiver receiver = OtlpHttpReceiver.start()) {
			String output = run(receiver.endpoint(), Map.of());
			List<ResourceSpans> received = receiver.awaitSpans(1);

			Span server = onlySpan(received, "GET /order");
			assertThat(server.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
			assertThat(ours(received)).extracting(Span::getName).containsExactly("take_from_stock");
			Span take = onlySpan(received, "take_from_stock");
			assertThat(take.getTraceId()).isEqualTo(server.getTraceId());
			assertThat(parent(received, take).getName()).isEqualTo(QUEUE + " process");
			assertThat(output.lines().filter((line) -> line.endsWith("placing 7"))).singleElement()
				.asString()
				.contains(HexFormat.of().formatHex(server.getTraceId().toByteArray()));
		}
	}

	@Test
	void aFeatureOfOursTakesThePlaceOfTheAgents() throws Exception {
		try (OtlpHttpReceiver receiver = OtlpHttpReceiver.start()) {
			run(receiver.endpoint(), Map.of("TRACING_AMQP_ENABLED", "true", "OTEL_INSTRUMENTATION_RABBITMQ_ENABLED",
					"false", "OTEL_INSTRUMENTATION_SPRING_RABBIT_ENABLED", "false"));
			List<ResourceSpans> received = receiver.awaitSpans(1);

			Span take = onlySpan(received, "take_from_stock");
			Span process = parent(received, take);
			Span send = parent(received, process);
			assertThat(process.getName()).isEqualTo("process " + QUEUE);
			assertThat(send.getName()).isEqualTo("send " + QUEUE);
			assertThat(parent(received, send)).isEqualTo(onlySpan(received, "GET /order"));
			assertThat(OtlpInbox.spans(received)).filteredOn((span) -> span.getName().endsWith(QUEUE)).hasSize(2);
		}
	}

	@Test
	void besideAnOpenTelemetryBeanEachOperationHasOneSpanInOneTrace() throws Exception {
		SpanRecorder recorder = new SpanRecorder();
		OpenTelemetry theirs = OpenTelemetrySdk.builder()
			.setTracerProvider(SdkTracerProvider.builder().addSpanProcessor(recorder).build())
			.setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
			.build();
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Shop.class)
			.initializers(new EmbeddedBroker(),
					(shop) -> ((GenericApplicationContext) shop).registerBean(OpenTelemetry.class, () -> theirs))
			.properties(Map.of("server.port", "0"))
			.run("--tracing.exporter.console.enabled=true")) {
			assertThat(order(context)).isEqualTo("placed");
		}
		String traceId = recorder.take("GET /order").getTraceId();
		for (String name : List.of("send " + QUEUE, "process " + QUEUE, "take_from_stock", "send")) {
			assertThat(recorder.take(name).getTraceId()).isEqualTo(traceId);
		}
		recorder.assertNothingLeft();
	}

	private static Span onlySpan(List<ResourceSpans> received, String name) {
		List<Span> found = OtlpInbox.spans(received).stream().filter((span) -> span.getName().equals(name)).toList();
		assertThat(found).as("spans with the name " + name).hasSize(1);
		return found.get(0);
	}

	private static Span parent(List<ResourceSpans> received, Span child) {
		return OtlpInbox.spans(received)
			.stream()
			.filter((span) -> span.getSpanId().equals(child.getParentSpanId()))
			.findFirst()
			.orElseThrow();
	}

	private static List<Span> ours(List<ResourceSpans> received) {
		return received.stream()
			.flatMap((resource) -> resource.getScopeSpansList().stream())
			.filter((scope) -> scope.getScope().getName().startsWith("io.github.tracingboot"))
			.flatMap((scope) -> scope.getSpansList().stream())
			.toList();
	}

	private String run(String endpoint, Map<String, String> variables) throws Exception {
		Path output = this.directory.resolve("output.log");
		ProcessBuilder builder = new ProcessBuilder(System.getProperty("java.home") + "/bin/java",
				"-javaagent:" + Objects.requireNonNull(System.getProperty("test.javaagent")), "-XX:TieredStopAtLevel=1",
				"-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), Shop.class.getName(),
				"--spring.rabbitmq.host=" + EmbeddedBroker.host(), "--spring.rabbitmq.port=" + EmbeddedBroker.port())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile());
		builder.environment()
			.putAll(Map.of("OTEL_SERVICE_NAME", "shop", "OTEL_EXPORTER_OTLP_ENDPOINT", endpoint,
					"OTEL_METRICS_EXPORTER", "none", "OTEL_LOGS_EXPORTER", "none"));
		builder.environment().putAll(variables);
		Process child = builder.start();
		assertThat(child.waitFor(120, TimeUnit.SECONDS)).isTrue();
		assertThat(child.exitValue()).isZero();
		String text = Files.readString(output);
		assertThat(text).contains("answer: placed");
		return text;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ OrderController.class, Warehouse.class, Stock.class })
	static class Shop {

		@Bean
		Queue queue() {
			return new Queue(QUEUE, false, false, true);
		}

		public static void main(String[] arguments) throws Exception {
			try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Shop.class)
				.properties(Map.of("server.port", "0"))
				.run(arguments)) {
				System.out.println("answer: " + order(context));
			}
		}

	}

	private static String order(ConfigurableApplicationContext shop) throws Exception {
		String port = shop.getEnvironment().getRequiredProperty("local.server.port");
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/order")).build();
		return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
	}

	@RestController
	static class OrderController {

		private final RabbitTemplate warehouse;

		OrderController(RabbitTemplate warehouse) {
			this.warehouse = warehouse;
		}

		@GetMapping("/order")
		Object order() {
			return this.warehouse.convertSendAndReceive(QUEUE, "7");
		}

	}

	static class Warehouse {

		private static final Logger logger = LoggerFactory.getLogger(Warehouse.class);

		private final Stock stock;

		Warehouse(Stock stock) {
			this.stock = stock;
		}

		@RabbitListener(queues = QUEUE)
		public String place(String id) {
			logger.info("placing {}", id);
			return this.stock.take();
		}

	}

	static class Stock {

		@Traced("take_from_stock")
		public String take() {
			return "placed";
		}

	}

}
