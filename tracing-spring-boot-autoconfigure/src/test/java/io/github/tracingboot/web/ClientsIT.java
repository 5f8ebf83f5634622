package io.github.tracingboot.web;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationContext;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import org.springframework.web.reactive.function.client.support.WebClientAdapter;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.invoker.HttpExchangeAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;
import org.springframework.web.bind.annotation.PathVariable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Every kind of client, each request one span and one trace with its server's. */
@ServerTest
class ClientsIT {

	private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

	@RegisterExtension
	static final SpanRecorder spans = ServerApplication.SPANS;

	@Value("${local.server.port}")
	private int port;

	@Autowired
	private ApplicationContext context;

	@Autowired
	private Tracer tracer;

	@Autowired
	private WebClient webClient;

	@Autowired
	private WebClient.Builder webClientBuilder;

	@Autowired
	private HttpClient httpClient;

	@ParameterizedTest
	@ValueSource(strings = { "restTemplate", "builtRestTemplate" })
	void restTemplateIsTracedHoweverItWasMade(String name) {
		RestTemplate client = this.context.getBean(name, RestTemplate.class);
		assertThat(client.getForObject(url("/orders/42"), String.class)).isEqualTo("42");
		assertThatOneTrace("GET");
	}

	@ParameterizedTest
	@ValueSource(strings = { "restClient", "restClientOverJdk" })
	void restClientThatIsABeanIsTracedHoweverItWasMadeAndOverWhatever(String name) {
		RestClient client = this.context.getBean(name, RestClient.class);
		assertThat(client.get().uri(url("/orders/{id}"), 42).retrieve().body(String.class)).isEqualTo("42");
		assertThatOneTrace("GET /orders/{id}");
	}

	@Test
	void webClientIsTracedHoweverItWasMade() {
		for (WebClient client : new WebClient[] { this.webClient, this.webClientBuilder.build() }) {
			assertThat(client.get().uri(url("/orders/{id}"), 42).retrieve().bodyToMono(String.class).block())
				.isEqualTo("42");
			assertThatOneTrace("GET /orders/{id}");
		}
	}

	@Test
	void whatFollowsFromAnAnswerOfWebClientIsInTheCallersContext() {
		Span caller = this.tracer.spanBuilder("caller").startSpan();
		try (Scope scope = caller.makeCurrent()) {
			Mono<String> inside = this.webClient.get()
				.uri(url("/orders/{id}"), 42)
				.retrieve()
				.bodyToMono(String.class)
				.map((body) -> Span.current().getSpanContext().getSpanId());
			assertThat(inside.block()).isEqualTo(caller.getSpanContext().getSpanId());
		}
		caller.end();
		spans.take("caller");
		assertThat(assertThatOneTrace("GET /orders/{id}").getParentSpanId())
			.isEqualTo(caller.getSpanContext().getSpanId());
	}

	@Test
	void eachAttemptOfWebClientIsASpan() {
		Mono<String> attempts = this.webClientBuilder.clone()
			.filter((request, next) -> next.exchange(request)
				.flatMap((response) -> response.statusCode().isError() ? response.createError() : Mono.just(response))
				.retry(1))
			.build()
			.mutate()
			.filters((filters) -> {
				// The application's filter is outside of ours, as it is in front of it.
				filters.add(0, filters.remove(filters.size() - 1));
			})
			.build()
			.get()
			.uri(url("/answered/503"))
			.retrieve()
			.bodyToMono(String.class);
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(attempts::block);
		SpanData first = spans.take("first", (span) -> isClient(span) && resends(span) == null);
		SpanData second = spans.take("second", (span) -> isClient(span) && resends(span) != null);
		assertThat(resends(second)).isEqualTo(1);
		for (SpanData attempt : new SpanData[] { first, second }) {
			assertThat(attempt.getAttributes().get(ERROR_TYPE)).isEqualTo("503");
			spans.take("its server's", (span) -> span.getParentSpanId().equals(attempt.getSpanId()));
		}
	}

	@Test
	void unreachableServerIsAnErrorOfWebClient() {
		assertThatExceptionOfType(WebClientRequestException.class)
			.isThrownBy(() -> this.webClient.get().uri("http://localhost:1/a").retrieve().toBodilessEntity().block());
		SpanData span = spans.take(SpanKind.CLIENT);
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(span.getEvents()).hasSize(1);
	}

	@Test
	void requestThatNobodyWaitsForAnyMoreIsNoFailure() throws IOException {
		try (ServerSocket silent = new ServerSocket(0)) {
			String target = "http://localhost:" + silent.getLocalPort() + "/a";
			Mono<String> answer = this.webClient.get().uri(target).retrieve().bodyToMono(String.class);
			reactor.core.Disposable waiting = answer.subscribe();
			try (Socket connection = silent.accept()) {
				connection.getInputStream().read();
				waiting.dispose();
				assertThat(spans.take("GET /a").getStatus()).isEqualTo(StatusData.unset());
			}
			CompletableFuture<?> future = this.httpClient.sendAsync(HttpRequest.newBuilder(URI.create(target)).build(),
					HttpResponse.BodyHandlers.discarding());
			try (Socket connection = silent.accept()) {
				connection.getInputStream().read();
				future.cancel(true);
				assertThat(spans.take("GET").getStatus()).isEqualTo(StatusData.unset());
			}
		}
	}

	@Test
	void jdkClientIsTraced() throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create(url("/orders/42?token=secret")))
			.header("Traceparent", "00-11111111111111111111111111111111-2222222222222222-01")
			.timeout(Duration.ofSeconds(20))
			.build();
		assertThat(this.httpClient.send(request, HttpResponse.BodyHandlers.ofString()).body()).isEqualTo("42");
		SpanData sent = assertThatOneTrace("GET");
		assertThat(sent.getAttributes().asMap()).containsEntry(HttpAttributes.URL_FULL, url("/orders/42"))
			.containsEntry(HttpAttributes.NETWORK_PROTOCOL_VERSION, "1.1")
			.containsEntry(HttpAttributes.RESPONSE_STATUS_CODE, 200L);
	}

	@Test
	void asynchronousRequestOfTheJdkClientIsTraced() {
		assertThat(this.httpClient
			.sendAsync(HttpRequest.newBuilder(URI.create(url("/orders/42"))).build(),
					HttpResponse.BodyHandlers.ofString())
			.join()
			.body()).isEqualTo("42");
		assertThatOneTrace("GET");
		assertThatExceptionOfType(CompletionException.class).isThrownBy(
				() -> this.httpClient
					.sendAsync(HttpRequest.newBuilder(URI.create("http://localhost:1/a")).build(),
							HttpResponse.BodyHandlers.discarding())
					.join());
		assertThat(spans.take(SpanKind.CLIENT).getAttributes().get(ERROR_TYPE)).isEqualTo("java.net.ConnectException");
	}

	@Test
	void redirectsOfTheJdkClientAreInItsSpan() throws Exception {
		this.httpClient.send(HttpRequest.newBuilder(URI.create(url("/redirect"))).build(),
				HttpResponse.BodyHandlers.ofString());
		SpanData sent = spans.take(SpanKind.CLIENT);
		assertThat(sent.getAttributes().get(HttpAttributes.URL_FULL)).isEqualTo(url("/redirect"));
		assertThat(sent.getAttributes().get(HttpAttributes.RESPONSE_STATUS_CODE)).isEqualTo(200);
		for (String server : new String[] { "GET /redirect", "GET /orders/{id}" }) {
			assertThat(spans.take(server).getParentSpanId()).isEqualTo(sent.getSpanId());
		}
	}

	@Test
	void jdkClientTellsWhatItIs() {
		assertThat(this.httpClient.followRedirects()).isEqualTo(HttpClient.Redirect.NORMAL);
		assertThat(this.httpClient.connectTimeout()).contains(Duration.ofSeconds(5));
		assertThat(this.httpClient.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
	}

	@Test
	void declarativeClientIsNamedByItsTemplate() {
		HttpExchangeAdapter[] adapters = {
				RestClientAdapter
					.create(this.context.getBean("restClient", RestClient.class).mutate().baseUrl(url("")).build()),
				WebClientAdapter.create(this.webClient.mutate().baseUrl(url("")).build()) };
		for (HttpExchangeAdapter adapter : adapters) {
			Orders orders = HttpServiceProxyFactory.builderFor(adapter).build().createClient(Orders.class);
			assertThat(orders.order("42")).isEqualTo("42");
			assertThatOneTrace("GET /orders/{id}");
		}
	}

	private String url(String path) {
		return "http://localhost:" + this.port + path;
	}

	private static boolean isClient(SpanData span) {
		return span.getKind() == SpanKind.CLIENT;
	}

	private static Long resends(SpanData span) {
		return span.getAttributes().get(HttpAttributes.RESEND_COUNT);
	}

	private static SpanData assertThatOneTrace(String name) {
		SpanData sent = spans.take(SpanKind.CLIENT);
		assertThat(sent.getName()).isEqualTo(name);
		assertThat(spans.take("GET /orders/{id}").getParentSpanId()).isEqualTo(sent.getSpanId());
		return sent;
	}

	interface Orders {

		@GetExchange("/orders/{id}")
		String order(@PathVariable String id);

	}

}
