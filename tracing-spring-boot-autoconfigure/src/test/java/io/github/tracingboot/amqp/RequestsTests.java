package io.github.tracingboot.amqp;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.core.SpanErrors;
import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.amqp.core.AmqpReplyTimeoutException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/** What a template waits for, and for how long. */
class RequestsTests {

	@RegisterExtension
	final SpanRecorder spans = new SpanRecorder();

	private final Map<String, CompletableFuture<Message>> pending = new HashMap<>(
			Map.of("another", new CompletableFuture<>()));

	private long timeout = 1;

	private final Requests requests = new Requests(new TestTracing(this.spans).amqp(), this.pending, () -> this.timeout,
			Map.of());

	@Test
	void aTemplateThatWaitsForEverHasNotGivenUp() {
		this.timeout = -1;
		request("amq.gen-forever", "1");
		this.timeout = 1;
		request("amq.gen-shortly", "2");
		assertMissed(this.spans.take("receive"), "2", "timeout");
	}

	@Test
	void aTemplateThatStillWaitsHasNotGivenUp() {
		this.pending.put("1", new CompletableFuture<>());
		request("replies", "1");
		this.timeout = 50;
		request("amq.gen-shortly", "2");
		assertMissed(this.spans.take("receive"), "2", "timeout");
		this.pending.remove("1").complete(MessageBuilder.withBody(new byte[0]).build());
	}

	@Test
	void theOldestOfThoseThatMayStillBeAnsweredAreForgotten() {
		this.timeout = 60_000;
		for (int i = 0; i <= 1024; i++) {
			String id = Integer.toString(i);
			this.pending.put(id, new CompletableFuture<>());
			request("replies", id);
			giveUp(id);
			assertMissed(this.spans.take("receive replies"), id, "timeout");
		}
		answer("0");
		answer("1");
		assertMissed(this.spans.take("receive replies"), "1", "late");
	}

	private void request(String replyTo, String id) {
		this.requests
			.postProcessMessage(MessageBuilder.withBody(new byte[0]).setReplyTo(replyTo).setCorrelationId(id).build());
	}

	/** As a template does it. */
	private void giveUp(String id) {
		CompletableFuture<Message> reply = this.pending.remove(id);
		reply.completeExceptionally(
				new AmqpReplyTimeoutException("no reply", MessageBuilder.withBody(new byte[0]).build()));
	}

	private void answer(String id) {
		this.requests.replies().postProcessMessage(MessageBuilder.withBody(new byte[0]).setCorrelationId(id).build());
	}

	private static void assertMissed(SpanData span, String id, String error) {
		assertThat(span.getAttributes().asMap()).containsEntry(AmqpAttributes.CONVERSATION_ID, id)
			.containsEntry(SpanErrors.ERROR_TYPE, error);
	}

}
