package io.github.tracingboot.endtoend;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.activity.Activities;
import io.github.tracingboot.activity.Activity;
import io.github.tracingboot.annotation.Traced;
import io.github.tracingboot.baggage.RequestBaggage;
import io.github.tracingboot.testing.EmbeddedBroker;
import io.github.tracingboot.testing.SpanRecorder;

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
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is set once in a controller is on every span of the trace, through RabbitMQ and an
 * asynchronous method; an activity goes on behind the queue.
 */
class ContextAcrossServicesIT {

	private static final String QUEUE = "context-across-services";

	private static final AttributeKey<String> JOB = AttributeKey.stringKey("job.id");

	private static final AttributeKey<String> ACTIVITY = AttributeKey.stringKey("activity.id");

	private static final AttributeKey<Long> SEGMENT = AttributeKey.longKey("activity.segment");

	@RegisterExtension
	static final SpanRecorder spans = new SpanRecorder();

	@Test
	void baggageAndActivityCrossThreadsAndMessages() throws Exception {
		try (ConfigurableApplicationContext worker = start(Worker.class, WebApplicationType.NONE);
				ConfigurableApplicationContext api = start(Api.class, WebApplicationType.SERVLET)) {
			String url = "http://localhost:" + api.getEnvironment().getRequiredProperty("local.server.port");
			assertThat(get(url + "/plain")).isEqualTo("done for 7");
			SpanData request = spans.take("GET /plain");
			for (String name : new String[] { "send " + QUEUE, "process " + QUEUE, "step" }) {
				SpanData span = spans.take(name);
				assertThat(span.getTraceId()).as(name).isEqualTo(request.getTraceId());
				assertThat(span.getAttributes().get(JOB)).as(name).isEqualTo("7");
				assertThat(span.getAttributes().get(ACTIVITY)).as(name).isNull();
			}
			assertThat(request.getAttributes().get(JOB)).isEqualTo("7");
			spans.take("send reply", (span) -> span.getName().startsWith("send"));

			assertThat(get(url + "/activity")).isEqualTo("done for 7");
			request = spans.take("GET /activity");
			SpanData first = spans.take("first segment",
					(span) -> span.getName().equals("import") && segment(span) == 1);
			SpanData second = spans.take("second segment",
					(span) -> span.getName().equals("import") && segment(span) == 2);
			assertThat(first.getLinks().get(0).getSpanContext().getTraceId()).isEqualTo(request.getTraceId());
			assertThat(spans.take("process " + QUEUE).getTraceId()).isEqualTo(first.getTraceId());
			assertThat(spans.take("render").getTraceId()).isEqualTo(second.getTraceId());
			assertThat(second.getLinks())
				.allSatisfy((link) -> assertThat(link.getSpanContext().getTraceId()).isEqualTo(first.getTraceId()));
			assertThat(second.getAttributes().get(ACTIVITY)).isEqualTo("ledger-42");
			assertThat(second.getAttributes().get(JOB)).isEqualTo("7");
			for (String name : new String[] { "hand over", "step", "send " + QUEUE }) {
				assertThat(spans.take(name).getAttributes().get(ACTIVITY)).as(name).isEqualTo("ledger-42");
			}
			spans.take("send reply", (span) -> span.getName().startsWith("send"));
		}
	}

	private static long segment(SpanData span) {
		return Objects.requireNonNull(span.getAttributes().get(SEGMENT));
	}

	private static String get(String url) throws Exception {
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
			.body();
	}

	private static ConfigurableApplicationContext start(Class<?> application, WebApplicationType type) {
		return new SpringApplicationBuilder(Common.class, application).web(type)
			.initializers(new EmbeddedBroker())
			.properties("server.port=0", "tracing.baggage.span-attributes=job.*", "tracing.exporter.enabled=false",
					"tracing.activity.max-segment-spans=1000")
			.run();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Common {

		@Bean
		SpanRecorder recorder() {
			return spans;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Controller.class)
	static class Api {

	}

	@RestController
	static class Controller {

		private final RequestBaggage baggage;

		private final Activities activities;

		private final RabbitTemplate worker;

		Controller(RequestBaggage baggage, Activities activities, RabbitTemplate worker) {
			this.baggage = baggage;
			this.activities = activities;
			this.worker = worker;
		}

		@GetMapping("/plain")
		String plain() {
			this.baggage.set("job.id", "7");
			return "" + this.worker.convertSendAndReceive(QUEUE, "plain");
		}

		@GetMapping("/activity")
		String activity() {
			this.baggage.set("job.id", "7");
			try (Activity activity = this.activities.start("import", "ledger-42")) {
				return activity.call("hand over", () -> "" + this.worker.convertSendAndReceive(QUEUE, "activity"));
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	@Import({ Listener.class, Step.class })
	static class Worker {

		@Bean
		Queue queue() {
			return new Queue(QUEUE, false, false, true);
		}

	}

	static class Listener {

		private final Step step;

		private final Activities activities;

		Listener(Step step, Activities activities) {
			this.step = step;
			this.activities = activities;
		}

		@RabbitListener(queues = QUEUE)
		public String on(String message) throws Exception {
			String job = this.step.run().get();
			Activity activity = this.activities.current();
			if (activity != null) {
				activity.nextSegment();
				activity.run("render", () -> assertThat(Span.current().getSpanContext().isValid()).isTrue());
				activity.close();
			}
			return "done for " + job;
		}

	}

	static class Step {

		private final RequestBaggage baggage;

		Step(RequestBaggage baggage) {
			this.baggage = baggage;
		}

		@Async
		@Traced("step")
		public CompletableFuture<String> run() {
			return CompletableFuture.completedFuture("" + this.baggage.get("job.id"));
		}

	}

}
