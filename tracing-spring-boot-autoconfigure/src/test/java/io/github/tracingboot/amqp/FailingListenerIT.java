package io.github.tracingboot.amqp;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.core.SpanErrors;
import io.github.tracingboot.testing.EmbeddedBroker;
import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.annotation.Queue;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.retry.MessageRecoverer;
import org.springframework.amqp.rabbit.retry.RepublishMessageRecoverer;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/** A handler that fails is called exactly as often with tracing as without. */
@ExtendWith(OutputCaptureExtension.class)
class FailingListenerIT {

	@RegisterExtension
	static final SpanRecorder spans = new SpanRecorder();

	@Test
	void aRedeliveryIsASpanOfItsOwn() throws Exception {
		assertSameCalls(Requeue.class, List.of(), "first", "again");
		SpanData send = spans.take("send fragile");
		SpanData failed = spans.take("process fragile");
		SpanData redelivered = spans.take("process fragile");
		assertFailed(failed);
		assertThat(failed.getAttributes().get(AmqpAttributes.REDELIVERED)).isNull();
		assertThat(redelivered.getStatus()).isEqualTo(StatusData.unset());
		assertThat(redelivered.getAttributes().get(AmqpAttributes.REDELIVERED)).isTrue();
		assertThat(List.of(failed, redelivered)).allSatisfy((span) -> {
			assertThat(span.getTraceId()).isEqualTo(send.getTraceId());
			assertThat(span.getParentSpanId()).isEqualTo(send.getSpanId());
		});
		takeEnd();
	}

	@Test
	void aRejectedMessageIsHandledOnce() throws Exception {
		assertSameCalls(Always.class, List.of("spring.rabbitmq.listener.simple.default-requeue-rejected=false"),
				"attempt");
		spans.take("send fragile");
		assertFailed(spans.take("process fragile"));
		takeEnd();
	}

	@Test
	void allAttemptsAreOneSpanAndWhatTheRecovererSendsIsItsChild(CapturedOutput output) throws Exception {
		assertSameCalls(Retry.class,
				List.of("spring.rabbitmq.listener.simple.retry.enabled=true",
						"spring.rabbitmq.listener.simple.retry.initial-interval=10ms",
						"spring.rabbitmq.listener.simple.retry.max-retries=2"),
				"attempt", "attempt", "attempt", "failed");
		SpanData send = spans.take("send fragile");
		SpanData process = spans.take("process fragile");
		SpanData republished = spans.take("send failed");
		SpanData recovered = spans.take("process failed");
		assertThat(process.getParentSpanId()).isEqualTo(send.getSpanId());
		assertThat(republished.getParentSpanId()).isEqualTo(process.getSpanId());
		assertThat(republished.getLinks()).isEmpty();
		assertThat(recovered.getParentSpanId()).isEqualTo(republished.getSpanId());
		assertThat(output).doesNotContain("Tracing a message failed");
		takeEnd();
	}

	private static void assertFailed(SpanData span) {
		assertThat(span.getStatus()).isEqualTo(StatusData.error());
		assertThat(span.getAttributes().get(SpanErrors.ERROR_TYPE)).isEqualTo("java.lang.IllegalStateException");
		assertThat(span.getEvents()).singleElement()
			.satisfies((event) -> assertThat(event.getName()).isEqualTo("exception"));
	}

	private static void takeEnd() {
		spans.take("send end");
		spans.take("process end");
	}

	private static void assertSameCalls(Class<?> app, List<String> properties, String... calls)
			throws InterruptedException {
		List<String> expected = new ArrayList<>(List.of(calls));
		expected.add("end");
		assertThat(run(app, properties, calls.length, false)).isEqualTo(expected);
		spans.assertNothingLeft();
		assertThat(run(app, properties, calls.length, true)).isEqualTo(expected);
	}

	/** Sends a message that fails and, after the calls that it causes, a last one. */
	private static List<String> run(Class<?> app, List<String> properties, int calls, boolean traced)
			throws InterruptedException {
		List<String> seen = new ArrayList<>();
		Calls recorded;
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(app).web(WebApplicationType.NONE)
			.initializers(new EmbeddedBroker())
			.properties(properties.toArray(String[]::new))
			.properties("tracing.amqp.enabled=" + traced)
			.run()) {
			recorded = context.getBean(Calls.class);
			RabbitTemplate template = context.getBean(RabbitTemplate.class);
			template.convertAndSend("fragile", "hello");
			for (int i = 0; i < calls; i++) {
				seen.add(recorded.next());
			}
			template.convertAndSend("end", "bye");
			seen.add(recorded.next());
		}
		recorded.calls.drainTo(seen);
		return seen;
	}

	@EnableAutoConfiguration
	static class Calls {

		private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();

		String next() throws InterruptedException {
			return String.valueOf(this.calls.poll(10, TimeUnit.SECONDS));
		}

		@Bean
		static SpanProcessor recorder() {
			return spans;
		}

		@RabbitListener(queuesToDeclare = @Queue(name = "end", autoDelete = "true"))
		void end(String text) {
			this.calls.add("end");
		}

	}

	@Import(Calls.class)
	static class Requeue {

		@Autowired
		private Calls calls;

		@RabbitListener(queuesToDeclare = @Queue(name = "fragile", autoDelete = "true"))
		void handle(Message message) {
			boolean again = message.getMessageProperties().isRedelivered();
			this.calls.calls.add(again ? "again" : "first");
			if (!again) {
				throw new IllegalStateException("try again");
			}
		}

	}

	@Import(Calls.class)
	static class Always {

		@Autowired
		private Calls calls;

		@RabbitListener(queuesToDeclare = @Queue(name = "fragile", autoDelete = "true"))
		void handle(String text) {
			this.calls.calls.add("attempt");
			throw new IllegalStateException("never");
		}

	}

	@Import(Always.class)
	static class Retry {

		@Autowired
		private Calls calls;

		@Bean
		MessageRecoverer recoverer(RabbitTemplate template) {
			return new RepublishMessageRecoverer(template, "", "failed");
		}

		@RabbitListener(queuesToDeclare = @Queue(name = "failed", autoDelete = "true"))
		void failed(Message message) {
			this.calls.calls.add("failed");
		}

	}

}
