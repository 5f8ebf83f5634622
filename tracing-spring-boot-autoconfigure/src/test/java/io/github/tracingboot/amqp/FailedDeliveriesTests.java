package io.github.tracingboot.amqp;

import java.util.Objects;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.amqp.core.MessageProperties;

import static org.assertj.core.api.Assertions.assertThat;

class FailedDeliveriesTests {

	private static final SpanContext SENT = SpanContext.create("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331",
			TraceFlags.getSampled(), TraceState.getDefault());

	private final FailedDeliveries deliveries = new FailedDeliveries();

	@Test
	void oneMessageFailsInEachOfItsQueuesOnItsOwn() {
		this.deliveries.add(key(SENT, "7", "orders"), SENT, 1);
		assertThat(this.deliveries.find(key(SENT, "7", "orders"))).isNotNull();
		assertThat(this.deliveries.find(key(SENT, "7", "audit"))).isNull();
		assertThat(this.deliveries.find(key(SENT, "8", "orders"))).isNull();
	}

	@Test
	void withoutAContextAMessageIsKnownByItsIdOrNotAtAll() {
		this.deliveries.add(key(SpanContext.getInvalid(), "7", "orders"), SENT, 1);
		assertThat(this.deliveries.find(key(SpanContext.getInvalid(), "7", "orders"))).isNotNull();
		assertThat(FailedDeliveries.key(message(null), SpanContext.getInvalid(), "orders")).isNull();
		assertThat(FailedDeliveries.key(message(null), SENT, "orders")).isNotNull();
	}

	@Test
	void whatNobodyAskedForTheLongestIsForgotten() {
		for (int i = 0; i < FailedDeliveries.MOST; i++) {
			this.deliveries.add("delivery " + i, SENT, 1);
		}
		assertThat(this.deliveries.find("delivery 0")).isNotNull();
		this.deliveries.add("one more", SENT, 1);
		assertThat(this.deliveries.find("delivery 0")).isNotNull();
		assertThat(this.deliveries.find("delivery 1")).isNull();
	}

	private static String key(SpanContext origin, String id, String queue) {
		return Objects.requireNonNull(FailedDeliveries.key(message(id), origin, queue));
	}

	private static MessageProperties message(@Nullable String id) {
		MessageProperties properties = new MessageProperties();
		properties.setMessageId(id);
		return properties;
	}

}
