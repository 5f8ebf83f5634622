package io.github.tracingboot.endtoend;

import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.annotation.Relation;
import io.github.tracingboot.annotation.Traced;
import io.github.tracingboot.testing.EmbeddedBroker;
import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.amqp.rabbit.annotation.Queue;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The relation that a listener asks for is that of the process span, not of a second one.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE,
		properties = { "tracing.amqp.relation=root", "tracing.amqp.queue-relations.started-by-annotation=root",
				"tracing.amqp.queue-relations.continued=child" })
@DirtiesContext
@ContextConfiguration(initializers = EmbeddedBroker.class)
class TracedRelationIT {

	@RegisterExtension
	static final SpanRecorder spans = new SpanRecorder();

	@Autowired
	private RabbitTemplate template;

	@Test
	void theAnnotationWinsOverTheConfiguration() {
		this.template.convertAndSend("started-by-annotation", "hello");
		SpanData send = spans.take("send started-by-annotation");
		SpanData process = spans.take("job");
		assertThat(process.getParentSpanContext().isValid()).isFalse();
		assertThat(process.getTraceId()).isNotEqualTo(send.getTraceId());
		assertThat(process.getLinks()).singleElement()
			.satisfies((link) -> assertThat(link.getSpanContext().getSpanId()).isEqualTo(send.getSpanId()));
	}

	@Test
	void anAnnotationThatDoesNotSayLeavesItToTheConfiguration() {
		this.template.convertAndSend("continued", "hello");
		SpanData send = spans.take("send continued");
		assertThat(spans.take("step").getParentSpanId()).isEqualTo(send.getSpanId());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Listeners.class)
	static class App {

		@Bean
		static SpanProcessor recorder() {
			return spans;
		}

	}

	static class Listeners {

		@Traced(value = "job", relation = Relation.LINKED_ROOT)
		@RabbitListener(queuesToDeclare = @Queue(name = "started-by-annotation", autoDelete = "true"))
		void job(String text) {
		}

		@Traced("step")
		@RabbitListener(queuesToDeclare = @Queue(name = "continued", autoDelete = "true"))
		void step(String text) {
		}

	}

}
