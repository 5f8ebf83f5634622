package io.github.tracingboot.annotation;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.core.SpanErrors;
import io.github.tracingboot.testing.EmbeddedBroker;
import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.annotation.RabbitHandler;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

import static org.assertj.core.api.Assertions.assertThat;

/** Handlers that a real container and a real server call. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "spring.rabbitmq.listener.simple.retry.enabled=true",
				"spring.rabbitmq.listener.simple.retry.initial-interval=1ms" })
@DirtiesContext
@ContextConfiguration(initializers = EmbeddedBroker.class)
class TracedHandlersIT {

	@RegisterExtension
	static final SpanRecorder spans = new SpanRecorder();

	@Autowired
	private RabbitTemplate template;

	@Value("${local.server.port}")
	private int port;

	@Test
	void aListenerNamesTheProcessSpanAndItsStepsAreChildren() {
		this.template.convertAndSend("queries", "price");
		SpanData process = spans.take("process_query");
		assertThat(process.getKind()).isEqualTo(SpanKind.CONSUMER);
		assertThat(process.getParentSpanId()).isEqualTo(spans.take("send queries").getSpanId());
		assertThat(spans.take("Steps.parse").getParentSpanId()).isEqualTo(process.getSpanId());
	}

	@Test
	void aHandlerMethodOfAListenerClassNamesTheProcessSpan() {
		this.template.convertAndSend("texts", "hello");
		assertThat(spans.take("TextListener.onText").getKind()).isEqualTo(SpanKind.CONSUMER);
		spans.take("send texts");
	}

	@Test
	void aSecondAttemptStaysInTheProcessSpan() {
		this.template.convertAndSend("flaky", "again");
		assertThat(spans.take("Listeners.onFlaky").getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		spans.take("send flaky");
	}

	@Test
	void whatAListenerExpectsIsNoFailureOfTheProcessSpan() {
		this.template.convertAndSend("missing", "one");
		SpanData process = spans.take("Listeners.onMissing");
		assertThat(process.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(process.getEvents()).isEmpty();
		spans.take("send missing");
	}

	@Test
	void aControllerLeavesTheServerSpanItsRoute() throws Exception {
		get("/plain");
		SpanData server = spans.take("GET /plain");
		assertThat(spans.take("Steps.parse").getParentSpanId()).isEqualTo(server.getSpanId());
	}

	@Test
	void aControllerWithANameNamesTheServerSpan() throws Exception {
		get("/named");
		assertThat(spans.take("front page").getKind()).isEqualTo(SpanKind.SERVER);
	}

	@Test
	void whatAControllerExpectsIsNotRecorded() throws Exception {
		get("/missing");
		SpanData missing = spans.take("GET /missing");
		assertThat(missing.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(missing.getEvents()).isEmpty();
	}

	@Test
	void anAnswerThatIsAFailureStaysOneEvenIfItsExceptionIsExpected() throws Exception {
		for (String path : List.of("/unanswered", "/unavailable")) {
			int status = get(path);
			SpanData failed = spans.take("GET " + path);
			assertThat(failed.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
			assertThat(failed.getAttributes().get(SpanErrors.ERROR_TYPE)).isEqualTo(String.valueOf(status));
			assertThat(failed.getEvents()).isEmpty();
		}
	}

	private int get(String path) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path)).build();
		return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Listeners.class, TextListener.class, Pages.class, Steps.class })
	static class App {

		@Bean
		static SpanProcessor recorder() {
			return spans;
		}

		@Bean
		Declarables queues() {
			return new Declarables(Stream.of("queries", "texts", "flaky", "missing")
				.map((name) -> new Queue(name, true, false, true))
				.toList());
		}

	}

	static class Listeners {

		private final Steps steps;

		private final AtomicInteger attempts = new AtomicInteger();

		Listeners(Steps steps) {
			this.steps = steps;
		}

		@Traced("process_query")
		@RabbitListener(queues = "queries")
		void onQuery(String query) {
			this.steps.parse();
		}

		@Traced
		@RabbitListener(queues = "flaky")
		void onFlaky(String text) {
			if (this.attempts.incrementAndGet() == 1) {
				throw new IllegalStateException("first attempt");
			}
		}

		@Traced(expected = NoSuchElementException.class)
		@RabbitListener(queues = "missing")
		void onMissing(String text) {
			throw new NoSuchElementException(text);
		}

	}

	@Traced
	@RabbitListener(queues = "texts")
	static class TextListener {

		@RabbitHandler
		public void onText(String text) {
		}

	}

	@RestController
	static class Pages {

		private final Steps steps;

		Pages(Steps steps) {
			this.steps = steps;
		}

		@Traced
		@GetMapping("/plain")
		String plain() {
			this.steps.parse();
			return "plain";
		}

		@Traced("front page")
		@GetMapping("/named")
		String named() {
			return "named";
		}

		@Traced(expected = ResponseStatusException.class)
		@GetMapping("/missing")
		String missing() {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND);
		}

		@Traced(expected = NoSuchElementException.class)
		@GetMapping("/unanswered")
		void unanswered() {
			throw new NoSuchElementException();
		}

		@Traced(expected = ResponseStatusException.class)
		@GetMapping("/unavailable")
		String unavailable() {
			throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE);
		}

	}

	static class Steps {

		@Traced
		void parse() {
		}

	}

}
