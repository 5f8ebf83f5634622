package io.github.tracingboot.messaging;

import java.util.Locale;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.testing.EmbeddedBroker;
import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.integration.amqp.dsl.Amqp;
import org.springframework.integration.amqp.inbound.AmqpInboundChannelAdapter;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/** Channel adapters and gateways, whose containers need not be beans. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE)
@DirtiesContext
@ContextConfiguration(initializers = EmbeddedBroker.class)
class SpringIntegrationIT {

	@RegisterExtension
	static final SpanRecorder spans = new SpanRecorder();

	@Autowired
	private RabbitTemplate template;

	@Autowired
	@Qualifier("requests.input")
	private MessageChannel requests;

	@Autowired
	private Tracer tracer;

	@Test
	void aFlowKeepsTheTrace() {
		takeHop(takeHop(caller(() -> this.template.convertAndSend("flow-in", "hello")), "flow-in"), "flow-out");
	}

	@Test
	void soItDoesOnAnotherThread() {
		takeHop(takeHop(caller(() -> this.template.convertAndSend("hopping-in", "hello")), "hopping-in"), "flow-out");
	}

	@Test
	void anAdapterMadeByHandIsTraced() {
		takeHop(takeHop(caller(() -> this.template.convertAndSend("adapted-in", "hello")), "adapted-in"), "flow-out");
	}

	@Test
	void aGatewaysRequestAndReplyAreOneTrace() {
		SpanData calling = caller(() -> this.requests.send(new GenericMessage<>("hello")));
		SpanData process = takeHop(calling, "gateway-in");
		assertThat(take(process, "send").getStatus().getDescription()).isEmpty();
		takeHop(calling, "flow-out");
	}

	private SpanData caller(Runnable work) {
		return new Caller(this.tracer, spans).inSpan(work);
	}

	private SpanData takeHop(SpanData parent, String queue) {
		return take(take(parent, "send " + queue), "process " + queue);
	}

	private SpanData take(SpanData parent, String name) {
		return new Caller(this.tracer, spans).takeChild(parent, name);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableIntegration
	@Import(Listener.class)
	static class App {

		@Bean
		static SpanProcessor recorder() {
			return spans;
		}

		@Bean
		Declarables queues() {
			return new Declarables(queue("flow-in"), queue("hopping-in"), queue("adapted-in"), queue("gateway-in"),
					queue("flow-out"));
		}

		private static Queue queue(String name) {
			return new Queue(name, false, false, true);
		}

		@Bean
		ThreadPoolTaskExecutor hopper() {
			return new ThreadPoolTaskExecutor();
		}

		@Bean
		IntegrationFlow flow(ConnectionFactory connectionFactory, RabbitTemplate template) {
			return IntegrationFlow.from(Amqp.inboundAdapter(connectionFactory, "flow-in"))
				.handle(Amqp.outboundAdapter(template).routingKey("flow-out"))
				.get();
		}

		@Bean
		IntegrationFlow hopping(ConnectionFactory connectionFactory, RabbitTemplate template,
				@Qualifier("hopper") ThreadPoolTaskExecutor hopper) {
			return IntegrationFlow.from(Amqp.inboundAdapter(connectionFactory, "hopping-in"))
				.channel((channels) -> channels.executor(hopper))
				.handle(Amqp.outboundAdapter(template).routingKey("flow-out"))
				.get();
		}

		@Bean
		@SuppressWarnings("removal") // what takes its place is not there in older
										// versions
		AmqpInboundChannelAdapter adapter(ConnectionFactory connectionFactory) {
			SimpleMessageListenerContainer container = new SimpleMessageListenerContainer(connectionFactory);
			container.setQueueNames("adapted-in");
			AmqpInboundChannelAdapter adapter = new AmqpInboundChannelAdapter(container);
			adapter.setOutputChannelName("adapted.input");
			return adapter;
		}

		@Bean
		IntegrationFlow adapted(RabbitTemplate template) {
			return (flow) -> flow.handle(Amqp.outboundAdapter(template).routingKey("flow-out"));
		}

		@Bean
		IntegrationFlow gateway(ConnectionFactory connectionFactory) {
			return IntegrationFlow.from(Amqp.inboundGateway(connectionFactory, "gateway-in"))
				.transform(String.class, (text) -> text.toUpperCase(Locale.ROOT))
				.get();
		}

		@Bean
		IntegrationFlow requests(RabbitTemplate template) {
			return (flow) -> flow.handle(Amqp.outboundGateway(template).routingKey("gateway-in"))
				.handle(Amqp.outboundAdapter(template).routingKey("flow-out"));
		}

	}

	static class Listener {

		@RabbitListener(queues = "flow-out")
		void handle(String text) {
		}

	}

}
