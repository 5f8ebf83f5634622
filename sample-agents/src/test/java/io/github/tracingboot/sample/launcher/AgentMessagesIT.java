package io.github.tracingboot.sample.launcher;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.core.BindingBuilder;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.MessageDeliveryMode;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.core.TopicExchange;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/** What the agents send each other, on each broker. */
@ParameterizedClass
@MethodSource("io.github.tracingboot.sample.launcher.TestBroker#all")
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set before any test runs
class AgentMessagesIT {

	private static final long TIMEOUT = 10_000;

	@Parameter
	private List<String> brokerArguments;

	private AllAgents agents;

	private RabbitTemplate rabbit;

	private AmqpAdmin admin;

	@BeforeParameterizedClassInvocation
	void start() {
		this.agents = SharedAgents.on(this.brokerArguments);
		ConfigurableApplicationContext context = this.agents.context(Agent.DATA_RETRIEVAL_AGENT);
		this.rabbit = new RabbitTemplate(context.getBean(ConnectionFactory.class));
		this.admin = context.getBean(AmqpAdmin.class);
	}

	@Test
	void messagesTravelInAnEnvelope() throws Exception {
		Queue spy = new Queue("test.spy." + UUID.randomUUID(), false, true, false);
		this.admin.declareQueue(spy);
		for (String keys : List.of("query.*", "data_retrieval.*")) {
			this.admin.declareBinding(BindingBuilder.bind(spy).to(new TopicExchange("chimera.events")).with(keys));
		}
		String id = new Api(this.agents.url()).ask("price", "Prefer", "wait").text("id");
		Map<String, MessageProperties> sent = new HashMap<>();
		while (sent.size() < 4) {
			Message message = Objects.requireNonNull(this.rabbit.receive(spy.getName(), TIMEOUT), "no message");
			MessageProperties properties = message.getMessageProperties();
			assertThat(properties.getCorrelationId()).isEqualTo(id);
			assertThat(properties.getMessageId()).isNotEmpty();
			assertThat(properties.getTimestamp()).isNotNull();
			assertThat(properties.getContentType()).isEqualTo("application/json");
			assertThat(properties.getReceivedDeliveryMode()).isEqualTo(MessageDeliveryMode.PERSISTENT);
			sent.put(Objects.requireNonNull(properties.getReceivedRoutingKey()), properties);
		}
		assertEnvelope(sent, "query.request", "chimera-api", "chimera.events/query.response");
		assertEnvelope(sent, "data_retrieval.request", "query_agent", "chimera.events/data_retrieval.response");
		assertEnvelope(sent, "data_retrieval.response", "data_retrieval_agent", null);
		assertEnvelope(sent, "query.response", "query_agent", null);
	}

	@Test
	void poisonedMessageBecomesADeadLetter() {
		String id = "poison-" + System.nanoTime();
		Message poison = MessageBuilder.withBody("{nope".getBytes(StandardCharsets.UTF_8))
			.setContentType(MessageProperties.CONTENT_TYPE_JSON)
			.setMessageId(id)
			.build();
		this.rabbit.send("chimera.events", "query.request", poison);
		Message dead;
		do {
			dead = Objects.requireNonNull(this.rabbit.receive("query_agent.dlq", TIMEOUT), "no dead letter");
		}
		while (!id.equals(dead.getMessageProperties().getMessageId()));
	}

	private static void assertEnvelope(Map<String, MessageProperties> sent, String key, String sender,
			@Nullable String replyTo) {
		MessageProperties properties = Objects.requireNonNull(sent.get(key), key);
		assertThat(properties.getAppId()).isEqualTo(sender);
		assertThat(properties.getReplyTo()).isEqualTo(replyTo);
	}

}
