package io.github.tracingboot.endtoend;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HexFormat;
import java.util.Map;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.tracingboot.annotation.Traced;
import io.github.tracingboot.testing.EmbeddedBroker;
import io.github.tracingboot.testing.OtlpGrpcReceiver;
import io.github.tracingboot.testing.OtlpHttpReceiver;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A front that takes HTTP, asks a stock service over HTTP and an order service over AMQP:
 * three applications that know nothing of each other's spans. The front and the stock
 * export over HTTP, the order service over gRPC.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class TraceAcrossServicesIT {

	private static final String QUEUE = "trace-across-services";

	private final OtlpHttpReceiver http = OtlpHttpReceiver.start();

	private final OtlpGrpcReceiver grpc = OtlpGrpcReceiver.start();

	private ConfigurableApplicationContext stock;

	private ConfigurableApplicationContext orders;

	private ConfigurableApplicationContext front;

	@BeforeAll
	void start() {
		this.stock = start("stock", StockService.class, WebApplicationType.SERVLET, this.http.endpoint(),
				"tracing.exporter.otlp.protocol=http/protobuf");
		this.orders = start("orders", OrderService.class, WebApplicationType.NONE, this.grpc.endpoint());
		this.front = start("front", Front.class, WebApplicationType.SERVLET, this.http.endpoint(),
				"tracing.exporter.otlp.protocol=http/protobuf", "stock.url=http://localhost:" + port(this.stock));
	}

	@AfterAll
	void stop() {
		this.front.close();
		this.orders.close();
		this.stock.close();
		this.http.close();
		this.grpc.close();
	}

	@Test
	void oneRequestIsOneTraceThroughAllServices(CapturedOutput output) throws Exception {
		assertThat(get("/orders/7")).isEqualTo("7 placed, 3 left");

		Span server = this.http.awaitSpan("front", "GET /orders/{id}");
		Span client = this.http.awaitSpan("front", "GET /stock/{id}");
		Span stock = this.http.awaitSpan("stock", "GET /stock/{id}");
		Span send = this.http.awaitSpan("front", "send " + QUEUE);
		Span process = this.grpc.awaitSpan("orders", "place_order");
		Span step = this.grpc.awaitSpan("orders", "check_credit");

		assertThat(server.getParentSpanId()).isEqualTo(ByteString.EMPTY);
		assertThat(server.getKind()).isEqualTo(SpanKind.SPAN_KIND_SERVER);
		assertChild(client, SpanKind.SPAN_KIND_CLIENT, server);
		assertChild(stock, SpanKind.SPAN_KIND_SERVER, client);
		assertChild(send, SpanKind.SPAN_KIND_PRODUCER, server);
		assertChild(process, SpanKind.SPAN_KIND_CONSUMER, send);
		assertChild(step, SpanKind.SPAN_KIND_INTERNAL, process);

		String traceId = hex(server.getTraceId());
		assertThat(output.getOut().lines().filter((line) -> line.contains("[" + traceId + "-")))
			.anyMatch((line) -> line.endsWith("front asks"))
			.anyMatch((line) -> line.endsWith("stock answers"))
			.anyMatch((line) -> line.endsWith("orders places"));
	}

	@ParameterizedTest
	@CsvSource({ "none, nonsense", "zero, 00-00000000000000000000000000000000-b7ad6b7169203331-01", "empty, ''",
			"version, ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" })
	void malformedTraceparentStartsANewTrace(String name, String traceparent) throws Exception {
		assertThat(get("/pings/" + name, "traceparent", traceparent)).isEqualTo(name);
		assertThat(this.http.awaitSpan("front", "ping " + name).getParentSpanId()).isEqualTo(ByteString.EMPTY);
	}

	private String get(String path, String... headers) throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port(this.front) + path));
		if (headers.length > 0) {
			request.headers(headers);
		}
		return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString()).body();
	}

	private static ConfigurableApplicationContext start(String name, Class<?> application, WebApplicationType type,
			String endpoint, String... properties) {
		return new SpringApplicationBuilder(application).web(type)
			.initializers(new EmbeddedBroker())
			.properties(Map.of("spring.application.name", name, "server.port", "0", "tracing.exporter.otlp.endpoint",
					endpoint, "tracing.exporter.batch.schedule-delay", "100ms"))
			.properties(properties)
			.run();
	}

	private static String port(ConfigurableApplicationContext context) {
		return context.getEnvironment().getRequiredProperty("local.server.port");
	}

	private static void assertChild(Span child, SpanKind kind, Span parent) {
		assertThat(child.getTraceId()).isEqualTo(parent.getTraceId());
		assertThat(child.getParentSpanId()).isEqualTo(parent.getSpanId());
		assertThat(child.getKind()).isEqualTo(kind);
	}

	private static String hex(ByteString id) {
		return HexFormat.of().formatHex(id.toByteArray());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(FrontController.class)
	static class Front {

	}

	@RestController
	static class FrontController {

		private static final Logger logger = LoggerFactory.getLogger(FrontController.class);

		private final RestClient stock;

		private final RabbitTemplate orders;

		FrontController(RestClient.Builder stock, RabbitTemplate orders, Environment environment) {
			this.stock = stock.baseUrl(environment.getRequiredProperty("stock.url")).build();
			this.orders = orders;
		}

		@GetMapping("/orders/{id}")
		String order(@PathVariable("id") String id) {
			logger.info("front asks");
			String left = this.stock.get().uri("/stock/{id}", id).retrieve().body(String.class);
			return this.orders.convertSendAndReceive(QUEUE, id) + ", " + left;
		}

		@GetMapping("/pings/{name}")
		String ping(@PathVariable("name") String name) {
			io.opentelemetry.api.trace.Span.current().updateName("ping " + name);
			return name;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(StockController.class)
	static class StockService {

	}

	@RestController
	static class StockController {

		private static final Logger logger = LoggerFactory.getLogger(StockController.class);

		@GetMapping("/stock/{id}")
		String stock(@PathVariable("id") String id) {
			logger.info("stock answers");
			return "3 left";
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ OrderListener.class, Credit.class })
	static class OrderService {

		@Bean
		Queue queue() {
			return new Queue(QUEUE, false, false, true);
		}

	}

	static class OrderListener {

		private static final Logger logger = LoggerFactory.getLogger(OrderListener.class);

		private final Credit credit;

		OrderListener(Credit credit) {
			this.credit = credit;
		}

		@Traced("place_order")
		@RabbitListener(queues = QUEUE)
		public String place(String id) {
			logger.info("orders places");
			this.credit.check();
			return id + " placed";
		}

	}

	static class Credit {

		@Traced("check_credit")
		public void check() {
		}

	}

}
