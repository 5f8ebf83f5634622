package io.github.tracingboot.messaging;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.testing.EmbeddedBroker;
import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.cloud.stream.function.StreamBridge;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Functions bound to RabbitMQ, by a binder with the application's connection and by one
 * with its own.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE,
		properties = { "spring.cloud.function.definition=price;done;several;fail;tick",
				"spring.cloud.stream.default-binder=shared", "spring.cloud.stream.binders.shared.type=rabbit",
				"spring.cloud.stream.binders.own.type=rabbit",
				"spring.cloud.stream.binders.own.environment.spring.rabbitmq.virtual-host=/",
				"spring.cloud.stream.bindings.price-in-0.destination=prices",
				"spring.cloud.stream.bindings.price-out-0.destination=priced",
				"spring.cloud.stream.bindings.price-out-0.binder=own",
				"spring.cloud.stream.bindings.done-in-0.destination=priced",
				"spring.cloud.stream.bindings.done-in-0.binder=own",
				"spring.cloud.stream.bindings.several-in-0.destination=several",
				"spring.cloud.stream.bindings.several-in-0.consumer.batch-mode=true",
				"spring.cloud.stream.rabbit.bindings.several-in-0.consumer.enable-batching=true",
				"spring.cloud.stream.rabbit.bindings.several-in-0.consumer.batch-size=2",
				"spring.cloud.stream.rabbit.bindings.several-in-0.consumer.receive-timeout=2000",
				"spring.cloud.stream.bindings.fail-in-0.destination=failing",
				"spring.cloud.stream.bindings.fail-in-0.consumer.back-off-initial-interval=1",
				"spring.cloud.stream.bindings.tick-out-0.destination=priced",
				"spring.cloud.stream.bindings.tick-out-0.producer.poller.fixed-delay=60000",
				"spring.rabbitmq.listener.simple.default-requeue-rejected=false" })
@DirtiesContext
@ContextConfiguration(initializers = EmbeddedBroker.class)
class SpringCloudStreamIT {

	@RegisterExtension
	static final SpanRecorder spans = new SpanRecorder();

	private static final BlockingQueue<String> handled = new LinkedBlockingQueue<>();

	private static final CountDownLatch tick = new CountDownLatch(1);

	@Autowired
	private RabbitTemplate template;

	@Autowired
	private StreamBridge bridge;

	@Autowired
	private Tracer tracer;

	@BeforeEach
	void clear() {
		handled.clear();
	}

	@Test
	void aFunctionContinuesTheTraceThroughBothBinders() throws InterruptedException {
		SpanData calling = caller(() -> this.template.convertAndSend("prices", "", "7"));
		SpanData send = take(calling, "send prices");
		SpanData process = take(send, "process prices");
		assertThat(process.getKind()).isEqualTo(SpanKind.CONSUMER);
		assertThat(handledIn()).isEqualTo("price in " + process.getSpanId());
		SpanData next = take(process, "send priced:priced");
		SpanData last = take(next, "process priced:priced");
		assertThat(handledIn()).isEqualTo("done in " + last.getSpanId());
	}

	@Test
	void whatABridgeSendsIsPartOfItsCaller() throws InterruptedException {
		SpanData calling = caller(() -> this.bridge.send("priced", "8"));
		// The bridge's channel is observed.
		SpanData channel = take(calling, "priced send");
		assertThat(channel.getKind()).isEqualTo(SpanKind.INTERNAL);
		SpanData send = take(channel, "send priced:priced");
		assertThat(send.getKind()).isEqualTo(SpanKind.PRODUCER);
		SpanData last = take(send, "process priced:priced");
		assertThat(handledIn()).isEqualTo("done in " + last.getSpanId());
	}

	@Test
	void aBatchIsLinkedToItsMessages() throws InterruptedException {
		SpanData calling = caller(() -> {
			this.template.convertAndSend("several", "", "1");
			this.template.convertAndSend("several", "", "2");
		});
		SpanData process = spans.take(SpanKind.CONSUMER);
		assertThat(process.getLinks()).extracting((link) -> link.getSpanContext().getSpanId())
			.containsExactlyInAnyOrder(take(calling, "send several").getSpanId(),
					take(calling, "send several").getSpanId());
		assertThat(handledIn()).isEqualTo("several in " + process.getSpanId());
	}

	@Test
	void allAttemptsOfTheBinderAreOneSpan() throws InterruptedException {
		SpanData calling = caller(() -> this.template.convertAndSend("failing", "", "9"));
		SpanData process = take(take(calling, "send failing"), "process failing");
		// The binder has put the failure into its error channel, and the container knows
		// of none.
		assertThat(process.getStatus()).isEqualTo(StatusData.unset());
		for (int i = 0; i < 3; i++) {
			assertThat(handledIn()).isEqualTo("fail in " + process.getSpanId());
		}
	}

	@Test
	void whatASupplierSendsStartsATrace() throws InterruptedException {
		tick.countDown();
		SpanData send = spans.take("send priced:priced");
		assertThat(send.getParentSpanContext().isValid()).isFalse();
		assertThat(handledIn()).isEqualTo("done in " + take(send, "process priced:priced").getSpanId());
	}

	private SpanData caller(Runnable work) {
		return new Caller(this.tracer, spans).inSpan(work);
	}

	private SpanData take(SpanData parent, String name) {
		return new Caller(this.tracer, spans).takeChild(parent, name);
	}

	private static @Nullable String handledIn() throws InterruptedException {
		return handled.poll(10, TimeUnit.SECONDS);
	}

	private static void handle(String what) {
		handled.add(what + " in " + Span.current().getSpanContext().getSpanId());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class App {

		@Bean
		static SpanProcessor recorder() {
			return spans;
		}

		@Bean
		Function<String, String> price() {
			return (query) -> {
				handle("price");
				return query + " EUR";
			};
		}

		@Bean
		Consumer<String> done() {
			return (price) -> handle("done");
		}

		@Bean
		Consumer<List<String>> several() {
			return (queries) -> handle("several");
		}

		@Bean
		Consumer<String> fail() {
			return (query) -> {
				handle("fail");
				throw new IllegalStateException("no");
			};
		}

		@Bean
		Supplier<@Nullable String> tick() {
			return () -> {
				try {
					return tick.await(1, TimeUnit.MINUTES) ? "1" : null;
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
					return null;
				}
			};
		}

	}

}
