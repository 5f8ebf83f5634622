package io.github.tracingboot.amqp;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;

import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.amqp.rabbit.AsyncRabbitTemplate;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The trees of the guide are what comes out. */
@BrokerTest(classes = MessagingGuideApplication.class,
		properties = { "tracing.amqp.queue-relations.jobs=linked-root", "tracing.amqp.queue-relations.audit=root" })
class MessagingGuideIT {

	private static final Path GUIDE = Path.of("../docs/messaging.md");

	@RegisterExtension
	static final SpanRecorder spans = MessagingGuideApplication.SPANS;

	@Autowired
	private RabbitTemplate template;

	@Autowired
	private AsyncRabbitTemplate asyncTemplate;

	@Autowired
	private Tracer tracer;

	@Test
	void sendAndHandle() throws Throwable {
		assertInGuide(3, () -> this.template.convertAndSend("orders", "hello"));
	}

	@Test
	void requestAndReply() throws Throwable {
		assertInGuide(4, () -> this.template.convertSendAndReceive("echo", "hello"));
	}

	@Test
	void unansweredRequest() throws Throwable {
		this.template.setReplyTimeout(200);
		try {
			assertInGuide(3, () -> assertThat(this.template.convertSendAndReceive("silent", "hello")).isNull());
		}
		finally {
			this.template.setReplyTimeout(5_000);
		}
	}

	@Test
	void lateReply() throws Throwable {
		assertInGuide(6, () -> assertThatExceptionOfType(ExecutionException.class)
			.isThrownBy(() -> this.asyncTemplate.convertSendAndReceive("hello").get()));
	}

	@Test
	void asynchronousReply() throws Throwable {
		assertInGuide(4, () -> this.template.convertSendAndReceive("echo-later", "hello"));
	}

	@Test
	void batch() throws Throwable {
		assertInGuide(4, () -> {
			this.template.convertAndSend("lines", "one");
			this.template.convertAndSend("lines", "two");
		});
	}

	@Test
	void forward() throws Throwable {
		assertInGuide(5, () -> this.template.convertAndSend("in", "hello"));
	}

	@Test
	void redelivery() throws Throwable {
		assertInGuide(4, () -> this.template.convertAndSend("fragile", "hello"));
	}

	@Test
	void retry() throws Throwable {
		assertInGuide(3, () -> this.template.convertAndSend("retried", "hello"));
	}

	@Test
	void linkedRoot() throws Throwable {
		assertInGuide(3, () -> this.template.convertAndSend("jobs", "hello"));
	}

	@Test
	void root() throws Throwable {
		assertInGuide(3, () -> this.template.convertAndSend("audit", "hello"));
	}

	@Test
	void pull() throws Throwable {
		assertInGuide(3, () -> {
			this.template.convertAndSend("mailbox", "hello");
			assertThat(this.template.receive("mailbox", 5_000)).isNotNull();
		});
	}

	private void assertInGuide(int count, Executable work) throws Throwable {
		assertInGuide(this.tracer, spans, count, work);
	}

	static void assertInGuide(Tracer tracer, SpanRecorder recorder, int count, Executable work) throws Throwable {
		Span caller = tracer.spanBuilder("caller").startSpan();
		try (Scope scope = caller.makeCurrent()) {
			assertThat(scope).isNotNull();
			work.execute();
		}
		finally {
			caller.end();
		}
		List<SpanData> taken = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			taken.add(recorder.take("of the " + count, (span) -> true));
		}
		assertThat(Files.readString(GUIDE)).contains("```\n" + new SpanForest(taken) + "```\n");
	}

}
