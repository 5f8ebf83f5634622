package io.github.tracingboot.amqp;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.tracingboot.core.SpanErrors;
import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitMessagingTemplate;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.messaging.support.GenericMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Nobody listens where the broker should be. */
class FailedConnectionsTests {

	@RegisterExtension
	final SpanRecorder spans = new SpanRecorder();

	private final TestTracing tracing = new TestTracing(this.spans);

	private final CachingConnectionFactory connectionFactory = new CachingConnectionFactory("127.0.0.1", closedPort());

	private final RabbitTemplate template = new RabbitTemplate(this.connectionFactory);

	FailedConnectionsTests() {
		AmqpTracingPostProcessor postProcessor = new AmqpTracingPostProcessor(this.tracing.amqp(),
				() -> new AmqpProperties(true, Relation.CHILD, Map.of(), Attempts.EVENTS, true, Duration.ofSeconds(5)));
		for (Object bean : List.of(this.connectionFactory, this.template)) {
			postProcessor.postProcessBeforeInitialization(bean, "bean");
			postProcessor.postProcessAfterInitialization(bean, "bean");
		}
	}

	private static int closedPort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@AfterEach
	void close() {
		this.connectionFactory.destroy();
	}

	@Test
	void aPublishWithoutAConnectionIsASpanOfItsCallerThatFailed() {
		Span caller = this.tracing.amqp().tracer().spanBuilder("caller").startSpan();
		try (Scope scope = caller.makeCurrent()) {
			fails(() -> this.template.convertAndSend("orders", "new", "7"));
		}
		caller.end();
		SpanData send = this.spans.take("send");
		assertThat(send.getParentSpanId()).isEqualTo(this.spans.take("caller").getSpanId());
		assertThat(send.getKind()).isEqualTo(SpanKind.PRODUCER);
		assertThat(send.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(send.getEvents()).singleElement().returns("exception", (event) -> event.getName());
		assertThat(send.getAttributes().asMap()).containsEntry(AmqpAttributes.SYSTEM, "rabbitmq")
			.containsEntry(AmqpAttributes.OPERATION_NAME, "send")
			.containsEntry(SpanErrors.ERROR_TYPE, "java.net.ConnectException")
			.doesNotContainKey(AmqpAttributes.DESTINATION_NAME);
	}

	@Test
	void soAreOneOfAMessagingTemplateAndOneThroughTheConnectionForPublishers() {
		fails(() -> new RabbitMessagingTemplate(this.template).send("orders", new GenericMessage<>("7")));
		this.spans.take("send");
		this.template.setUsePublisherConnection(true);
		fails(() -> this.template.convertAndSend("orders", "7"));
		this.spans.take("send");
	}

	@ParameterizedTest
	@ValueSource(strings = { "direct", "temporary" })
	void aRequestIsOneSpan(String replies) {
		this.template.setUseDirectReplyToContainer(replies.equals("direct"));
		this.template.setUseTemporaryReplyQueues(replies.equals("temporary"));
		fails(() -> this.template.convertSendAndReceive("orders", "7"));
		this.spans.take("send");
	}

	@Test
	void whatSendsNothingIsNoSpan() {
		fails(() -> this.template.receive("orders"));
		fails(() -> this.template.execute((channel) -> channel.getChannelNumber()));
		fails(() -> new RabbitAdmin(this.connectionFactory).purgeQueue("orders"));
	}

	private void fails(Runnable call) {
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(call::run)
			.withRootCauseInstanceOf(ConnectException.class);
	}

}
