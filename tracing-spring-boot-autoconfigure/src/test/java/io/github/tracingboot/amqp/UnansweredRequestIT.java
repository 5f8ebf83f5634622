package io.github.tracingboot.amqp;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.core.SpanErrors;
import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.amqp.core.AmqpReplyTimeoutException;
import org.springframework.amqp.rabbit.AsyncRabbitTemplate;
import org.springframework.amqp.rabbit.RabbitConverterFuture;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A caller sees of a request that nobody has answered it in time, or at all. */
@BrokerTest(classes = UnansweredRequestApplication.class)
class UnansweredRequestIT {

	@RegisterExtension
	static final SpanRecorder spans = UnansweredRequestApplication.SPANS;

	@Autowired
	@Qualifier("template")
	private RabbitTemplate template;

	@Autowired
	@Qualifier("withReplyQueue")
	private RabbitTemplate withReplyQueue;

	@Autowired
	@Qualifier("async")
	private AsyncRabbitTemplate async;

	@Autowired
	@Qualifier("directAsync")
	private AsyncRabbitTemplate directAsync;

	@Autowired
	private Tracer tracer;

	private Caller caller = new Caller(OpenTelemetry.noop().getTracer(""), spans);

	@BeforeEach
	void caller() {
		UnansweredRequestApplication.ANSWERS.clear();
		this.caller = new Caller(this.tracer, spans);
	}

	@Test
	void aTemplateThatGivesUpLeavesASpanOfItsCaller() throws Throwable {
		SpanData calling = this.caller
			.inSpan(() -> assertThat(this.template.convertSendAndReceive("silent", "hello")).isNull());
		this.caller.takeChild(calling, "send silent");
		SpanData receive = this.caller.takeChild(calling, "receive");
		assertTimedOut(receive);
		assertThat(receive.getAttributes().asMap()).containsEntry(AmqpAttributes.DESTINATION_TEMPORARY, true);
	}

	@Test
	void aReplyQueueIsNamed() throws Throwable {
		SpanData calling = this.caller
			.inSpan(() -> assertThat(this.withReplyQueue.convertSendAndReceive("silent", "hello")).isNull());
		SpanData send = this.caller.takeChild(calling, "send silent");
		SpanData receive = this.caller.takeChild(calling, "receive own-replies");
		assertTimedOut(receive);
		assertThat(receive.getAttributes().get(AmqpAttributes.CONVERSATION_ID)).isNotNull()
			.isEqualTo(send.getAttributes().get(AmqpAttributes.CONVERSATION_ID));
	}

	@Test
	void aReplyThatComesTooLateFailsInTheContainerOfTheReplyQueue() throws Throwable {
		SpanData calling = this.caller
			.inSpan(() -> assertThat(this.withReplyQueue.convertSendAndReceive("slow", "hello")).isNull());
		assertTimedOut(this.caller.takeChild(calling, "receive own-replies"));
		answer();
		SpanData reply = this.caller.takeHandled(this.caller.takeHandled(calling, "slow"), "own-replies");
		assertThat(reply.getStatus()).isEqualTo(StatusData.error());
	}

	@Test
	void aFutureThatTimesOutDoesToo() throws Throwable {
		SpanData calling = this.caller.inSpan(() -> assertThatExceptionOfType(ExecutionException.class)
			.isThrownBy(() -> this.async.convertSendAndReceive("silent", "hello").get(10, TimeUnit.SECONDS))
			.withCauseInstanceOf(AmqpReplyTimeoutException.class));
		this.caller.takeChild(calling, "send silent");
		assertTimedOut(this.caller.takeChild(calling, "receive async-replies"));
	}

	@Test
	void whatAnsweredTooLateIsKnown() throws Throwable {
		assertLate(this.async, "receive async-replies", "send async-replies");
	}

	@Test
	@Tag("rabbitmq")
	void aDirectReplyThatComesTooLateIsASpanOfTheCaller() throws Throwable {
		SpanData calling = this.caller
			.inSpan(() -> assertThat(this.template.convertSendAndReceive("slow", "hello")).isNull());
		assertLate(calling, "receive", "send");
	}

	@Test
	@Tag("rabbitmq")
	void ofAFutureToo() throws Throwable {
		assertLate(this.directAsync, "receive", "send");
	}

	@Test
	void aRequestThatIsCancelledHasNotTimedOut() throws Throwable {
		SpanData calling = this.caller.inSpan(() -> {
			RabbitConverterFuture<String> future = this.async.convertSendAndReceive("silent", "hello");
			future.cancel(true);
			assertThatExceptionOfType(CancellationException.class).isThrownBy(future::join);
			// Gives up later than the other would have.
			assertThat(this.template.convertSendAndReceive("silent", "hello")).isNull();
		});
		this.caller.takeChild(calling, "send silent");
		this.caller.takeChild(calling, "send silent");
		assertTimedOut(this.caller.takeChild(calling, "receive"));
	}

	@Test
	void aRequestThatIsAnsweredHasNotTimedOut() throws Throwable {
		SpanData calling = this.caller.inSpan(() -> {
			for (RabbitTemplate each : List.of(this.withReplyQueue, this.template)) {
				assertThat(each.convertSendAndReceive("echo", "hello")).isEqualTo("hello");
			}
			assertThat(this.async.<String>convertSendAndReceive("echo", "hello").get()).isEqualTo("hello");
			// Gives up later than the others would have.
			assertThat(this.template.convertSendAndReceive("silent", "hello")).isNull();
		});
		for (String reply : List.of("send own-replies", "send", "send async-replies")) {
			SpanData process = this.caller.takeHandled(calling, "echo");
			SpanData send = this.caller.takeChild(process, reply);
			if (reply.equals("send own-replies")) {
				this.caller.takeChild(send, "process own-replies");
			}
		}
		this.caller.takeChild(calling, "send silent");
		assertTimedOut(this.caller.takeChild(calling, "receive"));
	}

	private void assertLate(AsyncRabbitTemplate asyncTemplate, String receive, String send) throws Throwable {
		SpanData calling = this.caller.inSpan(() -> assertThatExceptionOfType(ExecutionException.class)
			.isThrownBy(() -> asyncTemplate.convertSendAndReceive("slow", "hello").get(10, TimeUnit.SECONDS)));
		assertLate(calling, receive, send);
	}

	private void assertLate(SpanData calling, String receive, String send) throws InterruptedException {
		assertTimedOut(this.caller.takeChild(calling, receive));
		answer();
		SpanData reply = this.caller.takeChild(this.caller.takeHandled(calling, "slow"), send);
		SpanData late = this.caller.takeChild(calling, receive);
		assertThat(late.getAttributes().get(SpanErrors.ERROR_TYPE)).isEqualTo("late");
		assertThat(late.getLinks()).singleElement()
			.satisfies((link) -> assertThat(link.getSpanContext().getSpanId()).isEqualTo(reply.getSpanId()));
	}

	private static void assertTimedOut(SpanData receive) {
		assertThat(receive.getKind()).isEqualTo(SpanKind.CLIENT);
		assertThat(receive.getStatus()).isEqualTo(StatusData.error());
		assertThat(receive.getAttributes().get(SpanErrors.ERROR_TYPE)).isEqualTo("timeout");
		assertThat(receive.getEndEpochNanos() - receive.getStartEpochNanos())
			.isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(UnansweredRequestApplication.TIMEOUT * 9 / 10));
	}

	private static void answer() throws InterruptedException {
		CountDownLatch latch = UnansweredRequestApplication.ANSWERS.poll(10, TimeUnit.SECONDS);
		assertThat(latch).isNotNull();
		latch.countDown();
	}

}
