package io.github.tracingboot.amqp;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.core.SpanErrors;
import io.github.tracingboot.testing.EmbeddedBroker;
import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.amqp.rabbit.annotation.Queue;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/** Boot's retries, which are of another library on each of its lines. */
class RetriesIT {

	private static final String RETRY = "spring.rabbitmq.listener.simple.retry.";

	@RegisterExtension
	static final SpanRecorder spans = new SpanRecorder();

	@Test
	void anAttemptThatFailsIsAnEventOfTheProcessSpan() throws Exception {
		run(2);
		SpanData process = spans.take("process retried");
		assertThat(process.getStatus()).isEqualTo(StatusData.unset());
		assertThat(process.getEvents()).extracting(EventData::getName)
			.containsExactly("attempt failed", "attempt failed");
		assertThat(process.getEvents()).extracting((event) -> event.getAttributes().get(AmqpAttributes.ATTEMPT))
			.containsExactly(1L, 2L);
		assertThat(process.getEvents()).extracting((event) -> event.getAttributes().get(SpanErrors.ERROR_TYPE))
			.containsOnly("java.lang.IllegalStateException");
		takeSends();
	}

	@Test
	void attemptsAreSpansWhenAskedFor() throws Exception {
		run(2, "tracing.amqp.attempts=spans");
		SpanData process = spans.take("process retried");
		assertThat(process.getEvents()).isEmpty();
		for (long i = 1; i <= 3; i++) {
			SpanData attempt = spans.take("of an attempt",
					(span) -> span.getParentSpanId().equals(process.getSpanId()));
			assertThat(attempt.getName()).isEqualTo("attempt");
			assertThat(attempt.getKind()).isEqualTo(SpanKind.INTERNAL);
			assertThat(attempt.getAttributes().get(AmqpAttributes.ATTEMPT)).isEqualTo(i);
			assertThat(attempt.getStatus()).isEqualTo((i <= 2) ? StatusData.error() : StatusData.unset());
		}
		spans.take("attempt");
		takeSends();
	}

	@Test
	void whenTheAttemptsAreUsedUpTheErrorIsTheListeners() throws Exception {
		run(3, "tracing.amqp.attempts=none");
		SpanData process = spans.take("process retried");
		assertThat(process.getStatus()).isEqualTo(StatusData.error());
		assertThat(process.getAttributes().get(SpanErrors.ERROR_TYPE)).isEqualTo("java.lang.IllegalStateException");
		assertThat(process.getEvents()).extracting(EventData::getName).containsExactly("exception");
		takeSends();
	}

	@Test
	void aStatefulRetryIsARedeliveryLinkedToTheAttemptBefore() throws Exception {
		run(2, RETRY + "stateless=false");
		SpanData before = spans.take("process retried");
		for (long attempt = 2; attempt <= 3; attempt++) {
			SpanData process = spans.take("process retried");
			assertThat(process.getAttributes().get(AmqpAttributes.ATTEMPT)).isEqualTo(attempt);
			String failed = before.getSpanId();
			assertThat(process.getLinks()).singleElement()
				.satisfies((link) -> assertThat(link.getSpanContext().getSpanId()).isEqualTo(failed));
			before = process;
		}
		assertThat(before.getStatus()).isEqualTo(StatusData.unset());
		takeSends();
	}

	private static void takeSends() {
		spans.take("send retried");
		spans.take("send end");
		spans.take("process end");
	}

	/** A handler that fails so many times, with three attempts at the most. */
	private static void run(int failures, String... properties) throws InterruptedException {
		List<String> calls = new ArrayList<>();
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(App.class)
			.web(WebApplicationType.NONE)
			.initializers(new EmbeddedBroker())
			.properties(RETRY + "enabled=true", RETRY + "initial-interval=10ms", RETRY + "max-attempts=3",
					RETRY + "max-retries=2", "spring.rabbitmq.listener.simple.default-requeue-rejected=true",
					"failures=" + failures)
			.properties(properties)
			.run()) {
			RabbitTemplate template = context.getBean(RabbitTemplate.class);
			template.convertAndSend("", "retried", "hello", (message) -> {
				message.getMessageProperties().setMessageId("m-1");
				return message;
			});
			BlockingQueue<String> seen = context.getBean(App.class).calls;
			for (int i = 0; i < Math.min(3, failures + 1); i++) {
				calls.add(String.valueOf(seen.poll(10, TimeUnit.SECONDS)));
			}
			template.convertAndSend("end", "bye");
			calls.add(String.valueOf(seen.poll(10, TimeUnit.SECONDS)));
		}
		assertThat(calls).endsWith("end")
			.hasSize(Math.min(3, failures + 1) + 1)
			.filteredOn("call"::equals)
			.hasSize(calls.size() - 1);
	}

	@EnableAutoConfiguration
	static class App {

		private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();

		private final int failures;

		private int handled;

		App(@Value("${failures}") int failures) {
			this.failures = failures;
		}

		@Bean
		static SpanProcessor recorder() {
			return spans;
		}

		@RabbitListener(queuesToDeclare = @Queue(name = "retried", autoDelete = "true"))
		void handle(String text) {
			this.calls.add("call");
			if (this.handled++ < this.failures) {
				throw new IllegalStateException("again");
			}
		}

		@RabbitListener(queuesToDeclare = @Queue(name = "end", autoDelete = "true"))
		void end(String text) {
			this.calls.add("end");
		}

	}

}
