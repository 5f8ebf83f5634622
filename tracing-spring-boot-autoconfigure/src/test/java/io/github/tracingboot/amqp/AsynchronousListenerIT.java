package io.github.tracingboot.amqp;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import io.github.tracingboot.core.SpanErrors;
import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.amqp.ImmediateAcknowledgeAmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.annotation.Queue;
import org.springframework.amqp.rabbit.annotation.RabbitHandler;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.messaging.handler.annotation.SendTo;

import static org.assertj.core.api.Assertions.assertThat;

/** A listener whose result comes later is as long, and replies in the same trace. */
@BrokerTest
@ExtendWith(OutputCaptureExtension.class)
class AsynchronousListenerIT {

	private static final long DELAY = 100;

	@RegisterExtension
	static final SpanRecorder spans = new SpanRecorder();

	@Autowired
	private RabbitTemplate template;

	@Autowired
	private Tracer tracer;

	private Caller caller = new Caller(OpenTelemetry.noop().getTracer(""), spans);

	@BeforeEach
	void caller() {
		this.caller = new Caller(this.tracer, spans);
	}

	@ParameterizedTest
	@ValueSource(strings = { "later-future", "later-mono", "later-handler", "now-future", "now-mono" })
	void theReplyIsPartOfTheTrace(String queue) throws Throwable {
		SpanData caller = this.caller
			.inSpan(() -> assertThat(this.template.convertSendAndReceive(queue, "hello")).isEqualTo("HELLO"));
		SpanData process = this.caller.takeHandled(caller, queue);
		SpanData reply = this.caller.takeChild(process, "send");
		assertThat(process.getEndEpochNanos()).isGreaterThanOrEqualTo(reply.getEndEpochNanos());
		long expected = queue.startsWith("later") ? DELAY : 0;
		assertThat(process.getEndEpochNanos() - process.getStartEpochNanos())
			.isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(expected * 9 / 10));
		assertThat(process.getStatus()).isEqualTo(StatusData.unset());
	}

	@Test
	void theReplyGoesWhereItIsSentTo() throws Throwable {
		SpanData caller = this.caller.inSpan(() -> this.template.convertAndSend("later-relay", "hello"));
		SpanData process = this.caller.takeHandled(caller, "later-relay");
		SpanData next = this.caller.takeHandled(process, "now-future-end");
		assertThat(next.getStatus()).isEqualTo(StatusData.unset());
	}

	@ParameterizedTest
	@ValueSource(strings = { "failing-future", "failing-mono" })
	void aFailureThatComesLaterIsOnTheSpan(String queue, CapturedOutput output) throws Throwable {
		SpanData caller = this.caller.inSpan(() -> this.template.convertAndSend(queue, "hello"));
		SpanData send = this.caller.takeChild(caller, "send " + queue);
		SpanData process = this.caller.takeChild(send, "process " + queue);
		assertThat(process.getStatus()).isEqualTo(StatusData.error());
		assertThat(process.getAttributes().get(SpanErrors.ERROR_TYPE)).isEqualTo("java.lang.IllegalStateException");
		assertThat(output.toString().lines()).anySatisfy(
				(line) -> assertThat(line).contains(process.getTraceId()).contains("completed with an exception"));
		SpanData again = this.caller.takeChild(send, "process " + queue);
		assertThat(again.getStatus()).isEqualTo(StatusData.unset());
		assertThat(again.getLinks()).extracting((link) -> link.getSpanContext().getSpanId())
			.containsExactly(process.getSpanId());
	}

	@Test
	void aListenerThatThrowsBeforeThereIsAResultFails() throws Throwable {
		SpanData caller = this.caller.inSpan(() -> this.template.convertAndSend("throwing-future", "hello"));
		SpanData process = this.caller.takeHandled(caller, "throwing-future");
		assertThat(process.getStatus()).isEqualTo(StatusData.error());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Listeners.class, Handler.class })
	static class App {

		@Bean
		static SpanProcessor recorder() {
			return spans;
		}

	}

	static class Listeners {

		private final Executor later = CompletableFuture.delayedExecutor(DELAY, TimeUnit.MILLISECONDS);

		@RabbitListener(queuesToDeclare = @Queue(name = "later-future", autoDelete = "true"))
		CompletableFuture<String> laterFuture(String text) {
			return CompletableFuture.supplyAsync(() -> text.toUpperCase(Locale.ROOT), this.later);
		}

		@RabbitListener(queuesToDeclare = @Queue(name = "later-mono", autoDelete = "true"))
		Mono<String> laterMono(String text) {
			return Mono.delay(Duration.ofMillis(DELAY)).map((tick) -> text.toUpperCase(Locale.ROOT));
		}

		@RabbitListener(queuesToDeclare = @Queue(name = "now-future", autoDelete = "true"))
		CompletableFuture<String> nowFuture(String text) {
			return CompletableFuture.completedFuture(text.toUpperCase(Locale.ROOT));
		}

		@RabbitListener(queuesToDeclare = @Queue(name = "now-mono", autoDelete = "true"))
		Mono<String> nowMono(String text) {
			return Mono.just(text.toUpperCase(Locale.ROOT));
		}

		@RabbitListener(queuesToDeclare = @Queue(name = "later-relay", autoDelete = "true"))
		@SendTo("now-future-end")
		CompletableFuture<String> laterRelay(String text) {
			return CompletableFuture.supplyAsync(() -> text, this.later);
		}

		@RabbitListener(queuesToDeclare = @Queue(name = "now-future-end", autoDelete = "true"))
		CompletableFuture<@Nullable Void> end(String text) {
			return CompletableFuture.completedFuture(null);
		}

		@RabbitListener(queuesToDeclare = @Queue(name = "failing-future", autoDelete = "true"))
		CompletableFuture<@Nullable String> failingFuture(Message message) {
			return CompletableFuture.supplyAsync(() -> failTheFirstTime(message), this.later);
		}

		@RabbitListener(queuesToDeclare = @Queue(name = "failing-mono", autoDelete = "true"))
		Mono<String> failingMono(Message message) {
			return Mono.delay(Duration.ofMillis(DELAY)).mapNotNull((tick) -> failTheFirstTime(message));
		}

		private static @Nullable String failTheFirstTime(Message message) {
			if (!message.getMessageProperties().isRedelivered()) {
				throw new IllegalStateException("later");
			}
			return null;
		}

		@RabbitListener(queuesToDeclare = @Queue(name = "throwing-future", autoDelete = "true"))
		CompletableFuture<String> throwingFuture(String text) {
			throw new ImmediateAcknowledgeAmqpException("no");
		}

	}

	@RabbitListener(queuesToDeclare = @Queue(name = "later-handler", autoDelete = "true"))
	static class Handler {

		@RabbitHandler
		CompletableFuture<String> handle(String text) {
			return CompletableFuture.supplyAsync(() -> text.toUpperCase(Locale.ROOT),
					CompletableFuture.delayedExecutor(DELAY, TimeUnit.MILLISECONDS));
		}

		@RabbitHandler
		CompletableFuture<Integer> handle(Integer number) {
			return CompletableFuture.completedFuture(number);
		}

	}

}
