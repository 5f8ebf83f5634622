package io.github.tracingboot.amqp;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class DestinationTests {

	private static final String UUID = "0b0e9fd2-6d0b-4a4c-9a39-3a1d3c9f6b7e";

	@ParameterizedTest
	@CsvSource(nullValues = "null", value = { "events, order.created, events:order.created", "events, '', events",
			"'', orders, orders", "'', '', amq.default", "null, null, amq.default" })
	void aPublishGoesToExchangeAndRoutingKey(String exchange, String routingKey, String name) {
		Destination destination = Destination.published(exchange, routingKey);
		assertThat(destination.name()).isEqualTo(name);
		assertThat(destination.spanName()).isEqualTo("send " + name);
	}

	@ParameterizedTest
	@CsvSource(nullValues = "null",
			value = { "events, order.created, orders, events:order.created:orders", "'', orders, orders, orders",
					"events, orders, orders, events:orders", "events, '', orders, events:orders",
					"null, null, orders, orders", "null, null, null, ''" })
	void aMessageComesFromExchangeRoutingKeyAndQueue(String exchange, String routingKey, String queue, String name) {
		Destination destination = Destination.consumed(Operation.PROCESS, exchange, routingKey, queue);
		assertThat(destination.name()).isEqualTo(name);
		assertThat(destination.spanName()).isEqualTo(name.isEmpty() ? "process" : "process " + name);
	}

	@ParameterizedTest
	@ValueSource(strings = { "amq.gen-JzTY20BRgKO-HjmUJj0wLg", "spring.gen-4Pj2UrSHQUy", "amq.rabbitmq.reply-to.g2dkAB",
			UUID, "tmp_" + UUID, "prices.anonymous.kF1o8Pp4T0-DvO8sBqA_Uw" })
	void aGeneratedNameIsLeftOutOfTheSpanName(String queue) {
		assertThat(Destination.published("", queue).spanName()).isEqualTo("send");
		assertThat(Destination.published("", queue).name()).isEqualTo(queue);
		assertThat(Destination.published("replies", queue).spanName()).isEqualTo("send replies");
		assertThat(Destination.consumed(Operation.PROCESS, "", queue, queue).spanName()).isEqualTo("process");
		assertThat(Destination.consumed(Operation.PROCESS, "events", "order", queue).spanName())
			.isEqualTo("process events:order");
		assertThat(Destination.consumed(Operation.PROCESS, "events", "order", queue).name())
			.isEqualTo("events:order:" + queue);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "tmp_orders", "0b0e9fd2-6d0b-4a4c-9a39-3a1d3c9f6b7", "0b0e9fd2-6d0b-4a4c-9a39_3a1d3c9f6b7e",
					"0b0e9fd2-6d0b-4a4c-9a39-3a1d3c9f6b7x", "amq.direct", "prices.anonymous" })
	void aNameThatSomebodyGaveStays(String queue) {
		assertThat(Destination.published("", queue).spanName()).isEqualTo("send " + queue);
	}

}
