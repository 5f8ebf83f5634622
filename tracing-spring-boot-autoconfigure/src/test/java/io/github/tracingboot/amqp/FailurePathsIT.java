package io.github.tracingboot.amqp;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.core.SpanErrors;
import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.amqp.ImmediateAcknowledgeAmqpException;
import org.springframework.amqp.core.MessageListener;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.config.SimpleRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.exception.FatalListenerExecutionException;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * However the handling of a message fails, its span says so, and the log belongs to it.
 */
@BrokerTest(properties = "spring.rabbitmq.listener.simple.default-requeue-rejected=false")
@ExtendWith(OutputCaptureExtension.class)
class FailurePathsIT {

	@RegisterExtension
	static final SpanRecorder spans = new SpanRecorder();

	private static final BlockingQueue<String> handledErrors = new LinkedBlockingQueue<>();

	@Autowired
	private RabbitTemplate template;

	@Autowired
	private Tracer tracer;

	@Test
	void theErrorHandlersLogLineHasTheIds(CapturedOutput output) throws Throwable {
		SpanData process = fail("failing", "hello", IllegalStateException.class.getName());
		assertLogged(output, process);
	}

	@Test
	void anErrorHandlerOfTheUserRunsInTheContextOfTheFailure() throws Throwable {
		SpanData process = fail("failing-handled", "hello", IllegalStateException.class.getName());
		assertThat(handledErrors.poll(10, TimeUnit.SECONDS)).isEqualTo(process.getSpanId());
	}

	@Test
	void aMessageThatCannotBeConvertedFailsItsSpan(CapturedOutput output) throws Throwable {
		SpanData process = fail("typed", "no number",
				"org.springframework.messaging.handler.annotation.support.MethodArgumentTypeMismatchException",
				"org.springframework.messaging.converter.MessageConversionException",
				"org.springframework.amqp.support.converter.MessageConversionException");
		assertLogged(output, process);
	}

	@Test
	void anErrorStopsTheConsumerAndNotTheSpan() throws Throwable {
		SpanData process = fail("dying", "hello", StackOverflowError.class.getName());
		assertThat(handledErrors.poll(10, TimeUnit.SECONDS)).isEqualTo(StackOverflowError.class.getName());
		assertThat(process.getEvents()).hasSize(1);
	}

	@Test
	void aFatalExceptionIsLoggedInTheTrace(CapturedOutput output) throws Throwable {
		SpanData process = fail("fatal", "hello", FatalListenerExecutionException.class.getName());
		assertLogged(output, process);
	}

	// The container logs when the span has ended.
	private static void assertLogged(CapturedOutput output, SpanData process) {
		await().untilAsserted(() -> assertThat(output.toString().lines()).anySatisfy(
				(line) -> assertThat(line).contains("[" + process.getTraceId() + "-" + process.getSpanId() + "]")
					.contains("Execution of Rabbit message listener failed")));
	}

	private SpanData fail(String queue, String text, String... errorTypes) throws Throwable {
		Caller caller = new Caller(this.tracer, spans);
		SpanData process = caller.takeHandled(caller.inSpan(() -> this.template.convertAndSend(queue, text)), queue);
		assertThat(process.getStatus()).isEqualTo(StatusData.error());
		assertThat(process.getAttributes().get(SpanErrors.ERROR_TYPE)).isIn((Object[]) errorTypes);
		return process;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Listeners.class)
	static class App {

		@Bean
		static SpanProcessor recorder() {
			return spans;
		}

		@Bean
		Queue dyingQueue() {
			return new Queue("dying", false, false, true);
		}

		@Bean
		Queue fatalQueue() {
			return new Queue("fatal", false, false, true);
		}

		@Bean
		SimpleRabbitListenerContainerFactory handledFactory(ConnectionFactory connectionFactory) {
			SimpleRabbitListenerContainerFactory factory = new SimpleRabbitListenerContainerFactory();
			factory.setConnectionFactory(connectionFactory);
			factory.setErrorHandler((error) -> {
				handledErrors.add(Span.current().getSpanContext().getSpanId());
				throw new ImmediateAcknowledgeAmqpException("enough");
			});
			return factory;
		}

		@Bean
		SimpleMessageListenerContainer dying(ConnectionFactory connectionFactory) {
			return container(connectionFactory, "dying", (message) -> {
				throw new StackOverflowError();
			});
		}

		@Bean
		SimpleMessageListenerContainer fatal(ConnectionFactory connectionFactory) {
			return container(connectionFactory, "fatal", (message) -> {
				throw new FatalListenerExecutionException("no more");
			});
		}

		private static SimpleMessageListenerContainer container(ConnectionFactory connectionFactory, String queue,
				MessageListener listener) {
			SimpleMessageListenerContainer container = new SimpleMessageListenerContainer(connectionFactory);
			container.setQueueNames(queue);
			container.setDefaultRequeueRejected(false);
			// The default ends the JVM.
			container.setjavaLangErrorHandler((error) -> handledErrors.add(error.getClass().getName()));
			container.setMessageListener(listener);
			return container;
		}

	}

	static class Listeners {

		@RabbitListener(queuesToDeclare = @org.springframework.amqp.rabbit.annotation.Queue(name = "failing",
				autoDelete = "true"))
		void failing(String text) {
			throw new IllegalStateException("no");
		}

		@RabbitListener(containerFactory = "handledFactory",
				queuesToDeclare = @org.springframework.amqp.rabbit.annotation.Queue(name = "failing-handled",
						autoDelete = "true"))
		void failingHandled(String text) {
			throw new IllegalStateException("no");
		}

		@RabbitListener(queuesToDeclare = @org.springframework.amqp.rabbit.annotation.Queue(name = "typed",
				autoDelete = "true"))
		void typed(Integer number) {
		}

	}

}
