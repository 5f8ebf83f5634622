package io.github.tracingboot.endtoend;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;

import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import io.github.tracingboot.annotation.SpanTemplate;
import io.github.tracingboot.testing.EmbeddedBroker;
import io.github.tracingboot.testing.OtlpGrpcReceiver;

import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A front that asks an agent over AMQP, neither of which samples anything: where the
 * agent has a failure that only its trace shows, both parts of the trace are exported.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeptTraceIT {

	private static final String QUESTIONS = "kept-trace-questions";

	private static final String AUDIT = "kept-trace-audit";

	private final OtlpGrpcReceiver receiver = OtlpGrpcReceiver.start();

	private ConfigurableApplicationContext agent;

	private ConfigurableApplicationContext front;

	@BeforeAll
	void start() {
		this.agent = start("agent", Agent.class, WebApplicationType.NONE);
		this.front = start("front", Front.class, WebApplicationType.SERVLET);
	}

	@AfterAll
	void stop() {
		this.front.close();
		this.agent.close();
		this.receiver.close();
	}

	@Test
	void failureOfTheCalledServiceKeepsTheWholeTraceInBoth() throws Exception {
		assertThat(ask("fine")).isEqualTo("fine answered");
		assertThat(ask("bad")).isEqualTo("bad answered");

		// The agent knows it first, the reply tells the front, and its next message the
		// agent.
		Span request = this.receiver.awaitSpan("front", "GET /questions/{about}");
		Span asked = this.receiver.awaitSpan("front", "send " + QUESTIONS);
		Span answered = this.receiver.awaitSpan("agent", "process " + QUESTIONS);
		Span failed = this.receiver.awaitSpan("agent", "look_up");
		Span replied = this.receiver.awaitSpan("agent", "send");
		Span written = this.receiver.awaitSpan("front", "send " + AUDIT);
		Span audited = this.receiver.awaitSpan("agent", "process " + AUDIT);
		List<Span> trace = List.of(request, asked, answered, failed, replied, written, audited);
		assertThat(trace).allSatisfy((span) -> {
			assertThat(span.getTraceId()).isEqualTo(request.getTraceId());
			assertThat(attribute(span, "sampling.reason")).as(span.getName()).isEqualTo("error");
			assertThat(attribute(span, "sampling.ratio")).as(span.getName()).isEqualTo("0.0");
			assertThat(span.getFlags() & 1).as("sampled").isEqualTo(1);
		});
		assertThat(asked.getParentSpanId()).isEqualTo(request.getSpanId());
		assertThat(answered.getParentSpanId()).isEqualTo(asked.getSpanId());
		assertThat(failed.getParentSpanId()).isEqualTo(answered.getSpanId());
		assertThat(audited.getParentSpanId()).isEqualTo(written.getSpanId());
		// And of the other request nothing.
		assertThat(spans(this.receiver.awaitSpans(trace.size()))).hasSameSizeAs(trace)
			.allSatisfy((span) -> assertThat(span.getTraceId()).isEqualTo(request.getTraceId()));
	}

	private String ask(String about) throws Exception {
		String port = this.front.getEnvironment().getRequiredProperty("local.server.port");
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/questions/" + about)).build(),
					BodyHandlers.ofString())
			.body();
	}

	private static String attribute(Span span, String key) {
		return span.getAttributesList()
			.stream()
			.filter((attribute) -> attribute.getKey().equals(key))
			.map((attribute) -> attribute.getValue().hasStringValue() ? attribute.getValue().getStringValue()
					: String.valueOf(attribute.getValue().getDoubleValue()))
			.findFirst()
			.orElse("");
	}

	private static List<Span> spans(List<ResourceSpans> received) {
		return received.stream()
			.flatMap((resource) -> resource.getScopeSpansList().stream())
			.map(ScopeSpans::getSpansList)
			.flatMap(List::stream)
			.toList();
	}

	private ConfigurableApplicationContext start(String name, Class<?> application, WebApplicationType type) {
		return new SpringApplicationBuilder(application).web(type)
			.initializers(new EmbeddedBroker())
			.properties(Map.of("spring.application.name", name, "server.port", "0", "tracing.exporter.otlp.endpoint",
					this.receiver.endpoint(), "tracing.exporter.batch.schedule-delay", "100ms",
					"tracing.sampling.probability", "0.0", "tracing.sampling.keep.errors", "true"))
			.run();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Controller.class)
	static class Front {

	}

	@RestController
	static class Controller {

		private final RabbitTemplate messages;

		Controller(RabbitTemplate messages) {
			this.messages = messages;
		}

		@GetMapping("/questions/{about}")
		String question(@PathVariable("about") String about) {
			Object answer = this.messages.convertSendAndReceive(QUESTIONS, about);
			this.messages.convertAndSend(AUDIT, about);
			return "" + answer;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Listeners.class)
	static class Agent {

		@Bean
		Queue questions() {
			return new Queue(QUESTIONS, false, false, true);
		}

		@Bean
		Queue audit() {
			return new Queue(AUDIT, false, false, true);
		}

	}

	static class Listeners {

		private final SpanTemplate spans;

		Listeners(SpanTemplate spans) {
			this.spans = spans;
		}

		@RabbitListener(queues = QUESTIONS)
		public String answer(String about) {
			try {
				this.spans.run("look_up", (span) -> {
					if (about.equals("bad")) {
						throw new IllegalStateException("nothing there");
					}
				});
			}
			catch (IllegalStateException ex) {
				// It answers all the same.
			}
			return about + " answered";
		}

		@RabbitListener(queues = AUDIT)
		public void audit(String about) {
		}

	}

}
