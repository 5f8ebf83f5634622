package io.github.tracingboot.amqp;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.amqp.rabbit.annotation.Queue;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whose trace the handling of a message belongs to, and that baggage crosses all the
 * same.
 */
@BrokerTest(properties = { "tracing.amqp.relation=linked-root", "tracing.amqp.queue-relations[queue.of.roots]=root",
		"tracing.amqp.queue-relations.children=child" })
class RelationIT {

	@RegisterExtension
	static final SpanRecorder spans = new SpanRecorder();

	private static final BlockingQueue<String> baggage = new LinkedBlockingQueue<>();

	@Autowired
	private RabbitTemplate template;

	@Autowired
	private Tracer tracer;

	@ParameterizedTest
	@CsvSource({ "any, false, 1", "queue.of.roots, false, 0", "children, true, 0" })
	void theQueueDecidesAndBaggageStays(String queue, boolean child, int links) throws Throwable {
		Caller caller = new Caller(this.tracer, spans);
		SpanData calling;
		try (Scope scope = Baggage.builder().put("job.id", "7").build().makeCurrent()) {
			assertThat(scope).isNotNull();
			calling = caller.inSpan(() -> this.template.convertAndSend(queue, "hello"));
		}
		SpanData send = caller.takeChild(calling, "send " + queue);
		SpanData process = spans.take("process " + queue);
		assertThat(process.getTraceId().equals(send.getTraceId())).isEqualTo(child);
		assertThat(process.getParentSpanId().equals(send.getSpanId())).isEqualTo(child);
		assertThat(process.getParentSpanContext().isValid()).isEqualTo(child);
		assertThat(process.getLinks()).hasSize(links)
			.extracting(LinkData::getSpanContext)
			.allSatisfy((link) -> assertThat(link.getSpanId()).isEqualTo(send.getSpanId()));
		assertThat(baggage.poll(10, TimeUnit.SECONDS)).isEqualTo("7");
	}

	@Test
	void baggageCrossesEveryHop() throws Throwable {
		Caller caller = new Caller(this.tracer, spans);
		try (Scope scope = Baggage.builder().put("job.id", "8").build().makeCurrent()) {
			assertThat(scope).isNotNull();
			caller.inSpan(() -> this.template.convertAndSend("hops", 3));
		}
		for (int i = 0; i < 4; i++) {
			spans.take("send hops");
			spans.take("process hops");
			assertThat(baggage.poll(10, TimeUnit.SECONDS)).isEqualTo("8");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class App {

		@Bean
		static SpanProcessor recorder() {
			return spans;
		}

		@Bean
		Listeners listeners(RabbitTemplate template) {
			return new Listeners(template);
		}

	}

	record Listeners(RabbitTemplate template) {

		@RabbitListener(queuesToDeclare = { @Queue(name = "any", autoDelete = "true"),
				@Queue(name = "queue.of.roots", autoDelete = "true"), @Queue(name = "children", autoDelete = "true") })
		void handle(String text) {
			addBaggage();
		}

		@RabbitListener(queuesToDeclare = @Queue(name = "hops", autoDelete = "true"))
		void hop(Integer left) {
			addBaggage();
			if (left > 0) {
				this.template.convertAndSend("hops", left - 1);
			}
		}

		private static void addBaggage() {
			baggage.add(String.valueOf(Baggage.current().getEntryValue("job.id")));
		}

	}

}
