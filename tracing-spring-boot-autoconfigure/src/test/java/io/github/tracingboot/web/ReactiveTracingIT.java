package io.github.tracingboot.web;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.github.tracingboot.annotation.Traced;
import io.github.tracingboot.baggage.RequestBaggage;
import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ResponseStatusException;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(classes = ReactiveTracingIT.App.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "spring.main.web-application-type=reactive", "spring.webflux.base-path=/shop",
				"server.forward-headers-strategy=framework", "tracing.web.server.exclude=/internal/**",
				"tracing.web.server.path-relations[/public/**]=linked-root",
				"tracing.web.server.response-headers=traceresponse", "tracing.web.query=true",
				"tracing.baggage.span-attributes=tenant" })
class ReactiveTracingIT {

	private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

	private static final String TRACEPARENT = "00-" + TRACE_ID + "-b7ad6b7169203331-01";

	private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

	@RegisterExtension
	static final SpanRecorder spans = new SpanRecorder();

	private final HttpClient client = HttpClient.newHttpClient();

	@Value("${local.server.port}")
	private int port;

	@Test
	void requestIsOneSpanNamedByItsRoute() throws Exception {
		HttpResponse<String> response = send(request("/orders/42;v=1?page=2").header("User-Agent", "tester"));
		SpanData span = spans.take("GET /shop/orders/{id}");
		assertThat(span.getKind()).isEqualTo(SpanKind.SERVER);
		assertThat(span.getParentSpanId()).isEqualTo(SpanId.getInvalid());
		assertThat(span.getStatus()).isEqualTo(StatusData.unset());
		assertThat(span.getAttributes().asMap()).containsEntry(HttpAttributes.REQUEST_METHOD, "GET")
			.containsEntry(HttpAttributes.ROUTE, "/shop/orders/{id}")
			.containsEntry(HttpAttributes.URL_SCHEME, "http")
			.containsEntry(HttpAttributes.URL_PATH, "/shop/orders/42")
			.containsEntry(HttpAttributes.URL_QUERY, "page=2")
			.containsEntry(HttpAttributes.RESPONSE_STATUS_CODE, 200L)
			.containsEntry(HttpAttributes.SERVER_ADDRESS, "localhost")
			.containsEntry(HttpAttributes.SERVER_PORT, (long) this.port)
			.containsEntry(HttpAttributes.CLIENT_ADDRESS, "127.0.0.1")
			.containsEntry(HttpAttributes.USER_AGENT_ORIGINAL, "tester")
			.hasSize(10);
		assertThat(response.headers().allValues("traceresponse")).containsExactly("00-" + span.getTraceId() + "-"
				+ span.getSpanId() + "-" + span.getSpanContext().getTraceFlags().asHex());
	}

	@Test
	void functionalRouteNamesTheSpanToo() throws Exception {
		send(request("/functional/42"));
		spans.take("GET /shop/functional/{id}");
	}

	@Test
	void continuesTheTraceOfTheCallerWithItsBaggage() throws Exception {
		send(request("/orders/42").header("traceparent", TRACEPARENT).header("baggage", "tenant=theirs"));
		SpanData span = spans.take(SpanKind.SERVER);
		assertThat(span.getTraceId()).isEqualTo(TRACE_ID);
		assertThat(span.getAttributes().get(AttributeKey.stringKey("tenant"))).isEqualTo("theirs");
	}

	@Test
	void twoTraceparentsAreANewTrace() throws Exception {
		send(request("/orders/42").header("traceparent", TRACEPARENT).header("traceparent", TRACEPARENT));
		assertThat(spans.take(SpanKind.SERVER).getParentSpanId()).isEqualTo(SpanId.getInvalid());
	}

	@Test
	void requestOverTheEdgeStartsATraceThatLinksToTheOneItCameWith() throws Exception {
		send(request("/public/42").header("traceparent", TRACEPARENT).header("baggage", "tenant=theirs"));
		SpanData span = spans.take("GET /shop/public/{id}");
		assertThat(span.getTraceId()).isNotEqualTo(TRACE_ID);
		assertThat(span.getLinks()).hasSize(1);
		assertThat(span.getAttributes().get(AttributeKey.stringKey("tenant"))).isEqualTo("ours");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator/health", "/internal/span", "/missing.css" })
	void excludedPathHasNoSpan(String path) throws Exception {
		send(request(path));
	}

	@Test
	void excludedRequestIsInTheTraceOfItsCaller() throws Exception {
		send(request("/internal/span").header("traceparent", TRACEPARENT));
		assertThat(spans.take("inner").getTraceId()).isEqualTo(TRACE_ID);
	}

	@Test
	void handlerOfABodyThatComesLaterRunsInTheSpan() throws Exception {
		String ids = sendSlowly();
		SpanData span = spans.take("POST /shop/body");
		SpanData inner = spans.take("inner");
		assertThat(ids).endsWith(span.getSpanId());
		assertThat(inner.getParentSpanId()).isEqualTo(span.getSpanId());
	}

	@Test
	void annotatedHandlerNamesTheSpanInsteadOfOpeningOne() throws Exception {
		send(request("/named").POST(HttpRequest.BodyPublishers.ofString("text")));
		SpanData span = spans.take("place order");
		assertThat(span.getKind()).isEqualTo(SpanKind.SERVER);
		assertThat(span.getAttributes().get(HttpAttributes.ROUTE)).isEqualTo("/shop/named");
		send(request("/plain"));
		spans.take("GET /shop/plain");
	}

	@Test
	void whatAnAnnotatedHandlerExpectsIsNotRecorded() throws Exception {
		assertThat(send(request("/expected")).statusCode()).isEqualTo(500);
		SpanData span = spans.take("GET /shop/expected");
		assertThat(span.getAttributes().get(ERROR_TYPE)).isEqualTo("500");
		assertThat(span.getEvents()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/thrown", "/thrown-later" })
	void exceptionIsRecordedOnce(String path) throws Exception {
		assertThat(send(request(path)).statusCode()).isEqualTo(500);
		SpanData span = spans.take("GET /shop" + path);
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(span.getAttributes().get(ERROR_TYPE)).isEqualTo("java.lang.IllegalStateException");
		assertThat(span.getAttributes().get(HttpAttributes.RESPONSE_STATUS_CODE)).isEqualTo(500);
		assertThat(span.getEvents()).hasSize(1);
	}

	@Test
	void resolvedExceptionIsAnErrorByItsStatus() throws Exception {
		assertThat(send(request("/resolved")).statusCode()).isEqualTo(503);
		SpanData span = spans.take("GET /shop/resolved");
		assertThat(span.getAttributes().get(ERROR_TYPE)).isEqualTo("503");
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/refused", "/nothing-here" })
	void clientErrorIsNoError(String path) throws Exception {
		int status = send(request(path)).statusCode();
		SpanData span = spans.take(SpanKind.SERVER);
		assertThat(status).isBetween(400, 499);
		assertThat(span.getName()).isEqualTo(status == 404 ? "GET" : "GET /shop/refused");
		assertThat(span.getStatus()).isEqualTo(StatusData.unset());
		assertThat(span.getAttributes().get(HttpAttributes.RESPONSE_STATUS_CODE)).isEqualTo(status);
		assertThat(span.getEvents()).isEmpty();
	}

	@Test
	void streamIsOneSpanUntilItsLastElement() throws Exception {
		assertThat(send(request("/stream")).body()).contains("0").contains("2");
		SpanData span = spans.take("GET /shop/stream");
		SpanData last = spans.take("last");
		assertThat(last.getParentSpanId()).isEqualTo(span.getSpanId());
		assertThat(span.getEndEpochNanos()).isGreaterThanOrEqualTo(last.getEndEpochNanos());
	}

	@Test
	void clientThatHangsUpEndsTheSpan() throws Exception {
		try (Socket socket = connect("GET /shop/endless HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
			socket.getInputStream().read();
		}
		SpanData span = spans.take("GET /shop/endless");
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(span.getAttributes().get(ERROR_TYPE)).isNotNull();
		assertThat(span.getAttributes().get(HttpAttributes.RESPONSE_STATUS_CODE)).isEqualTo(200);
	}

	@Test
	void clientThatDoesNotWaitForTheAnswerHasNone() throws Exception {
		try (Socket socket = connect("GET /shop/never HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
			spans.take("inner");
		}
		SpanData span = spans.take("GET /shop/never");
		assertThat(span.getAttributes().get(ERROR_TYPE)).isEqualTo("client_disconnected");
		assertThat(span.getAttributes().get(HttpAttributes.RESPONSE_STATUS_CODE)).isNull();
	}

	@Test
	void forwardedHeadersCountWhereTheApplicationTrustsThem() throws Exception {
		send(request("/orders/42").header("X-Forwarded-Host", "shop.example.com")
			.header("X-Forwarded-Proto", "https")
			.header("X-Forwarded-For", "192.0.2.7"));
		assertThat(spans.take(SpanKind.SERVER).getAttributes().asMap())
			.containsEntry(HttpAttributes.SERVER_ADDRESS, "shop.example.com")
			.containsEntry(HttpAttributes.SERVER_PORT, 443L)
			.containsEntry(HttpAttributes.URL_SCHEME, "https")
			.containsEntry(HttpAttributes.CLIENT_ADDRESS, "192.0.2.7");
	}

	@Test
	void callOfAnotherServiceIsInTheTraceAndWhatFollowsIsToo() throws Exception {
		String inside = send(request("/call/" + this.port)).body();
		SpanData outer = spans.take("GET /shop/call/{port}");
		SpanData call = spans.take(SpanKind.CLIENT);
		SpanData called = spans.take("GET /shop/orders/{id}");
		assertThat(call.getParentSpanId()).isEqualTo(outer.getSpanId());
		assertThat(called.getParentSpanId()).isEqualTo(call.getSpanId());
		assertThat(inside).isEqualTo(outer.getSpanId());
	}

	/** So that the body is read by the connection's thread, after the headers. */
	private String sendSlowly() throws IOException {
		try (Socket socket = connect(
				"POST /shop/body HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nConnection: close\r\n\r\n")) {
			socket.getOutputStream().write("bo".getBytes(StandardCharsets.US_ASCII));
			socket.getOutputStream().flush();
			socket.getOutputStream().write("dy".getBytes(StandardCharsets.US_ASCII));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
		}
	}

	private Socket connect(String request) throws IOException {
		Socket socket = new Socket("localhost", this.port);
		socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
		return socket;
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + "/shop" + path));
	}

	private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return this.client.send(request.version(HttpClient.Version.HTTP_1_1).build(),
				HttpResponse.BodyHandlers.ofString());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Pages.class, ReactorNetty.class })
	static class App {

		@Bean
		SpanRecorder recorder() {
			return spans;
		}

		@Bean
		RouterFunction<ServerResponse> functions() {
			return RouterFunctions.route()
				.GET("/functional/{id}", (request) -> ServerResponse.ok().bodyValue(request.pathVariable("id")))
				.build();
		}

	}

	/**
	 * Where Tomcat is there too, Spring Boot takes that; the factory's type has moved.
	 */
	static final class ReactorNetty implements ImportBeanDefinitionRegistrar {

		@Override
		public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
			String type = "NettyReactiveWebServerFactory";
			String oldest = "org.springframework.boot.web.embedded.netty." + type;
			String newest = "org.springframework.boot.reactor.netty." + type;
			Class<?> factory = ClassUtils.resolveClassName(ClassUtils.isPresent(oldest, null) ? oldest : newest, null);
			registry.registerBeanDefinition("reactorNetty", new RootBeanDefinition(factory));
		}

	}

	@RestController
	static class Pages {

		private final Tracer tracer;

		private final RequestBaggage baggage;

		private final WebClient client;

		Pages(Tracer tracer, RequestBaggage baggage, WebClient.Builder client) {
			this.tracer = tracer;
			this.baggage = baggage;
			this.client = client.build();
		}

		@GetMapping("/orders/{id}")
		Mono<String> order(@PathVariable String id) {
			return Mono.just(id);
		}

		@GetMapping("/public/{id}")
		String overTheEdge(@PathVariable String id) {
			this.baggage.set("tenant", "ours");
			return id;
		}

		@GetMapping("/internal/span")
		void internal() {
			span("inner");
		}

		@PostMapping("/body")
		String body(@RequestBody String body) {
			span("inner");
			return body + Span.current().getSpanContext().getSpanId();
		}

		@Traced("place order")
		@PostMapping("/named")
		Mono<String> named(@RequestBody Mono<String> body) {
			return body;
		}

		@Traced
		@GetMapping("/plain")
		String plain() {
			return "plain";
		}

		@Traced(expected = IllegalStateException.class)
		@GetMapping("/expected")
		Mono<String> expected() {
			return Mono.error(new IllegalStateException("expected"));
		}

		@GetMapping("/thrown")
		String thrown() {
			throw new IllegalStateException("broken");
		}

		@GetMapping("/thrown-later")
		Mono<String> thrownLater() {
			return Mono.delay(Duration.ofMillis(1)).map((tick) -> {
				throw new IllegalStateException("broken");
			});
		}

		@GetMapping("/resolved")
		Mono<String> resolved() {
			return Mono.error(new IllegalArgumentException("bad"));
		}

		@GetMapping("/refused")
		Mono<String> refused() {
			return Mono.error(new ResponseStatusException(HttpStatus.CONFLICT));
		}

		@GetMapping(path = "/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<Integer> stream() {
			return Flux.range(0, 3).delayElements(Duration.ofMillis(1)).doOnNext((number) -> {
				if (number == 2) {
					span("last");
				}
			});
		}

		@GetMapping(path = "/endless", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<Long> endless() {
			return Flux.interval(Duration.ofMillis(10));
		}

		@GetMapping("/never")
		Mono<String> never() {
			span("inner");
			return Mono.never();
		}

		@GetMapping("/call/{port}")
		Mono<String> call(@PathVariable int port) {
			return this.client.get()
				.uri("http://localhost:{port}/shop/orders/42", port)
				.retrieve()
				.bodyToMono(String.class)
				.map((body) -> Span.current().getSpanContext().getSpanId());
		}

		@ExceptionHandler
		@ResponseStatus(HttpStatus.SERVICE_UNAVAILABLE)
		ResponseEntity<String> unavailable(IllegalArgumentException ex) {
			return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).body("unavailable");
		}

		private void span(String name) {
			this.tracer.spanBuilder(name).startSpan().end();
		}

	}

}
