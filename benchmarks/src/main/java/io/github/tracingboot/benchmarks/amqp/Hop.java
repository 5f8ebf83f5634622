package io.github.tracingboot.benchmarks.amqp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import io.github.tracingboot.benchmarks.Tracing;

import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.context.ConfigurableApplicationContext;

/** One message from a template to a listener and what traces it. */
public final class Hop {

	/** As each kind of tracing adds it to a message. */
	public static final String TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

	/** A container that handles a message on the thread that delivers it. */
	private static final String DIRECT = "spring.rabbitmq.listener.type=direct";

	private final ConfigurableApplicationContext context;

	private final MemoryBroker broker;

	private final Consumer<String> publisher;

	private final Listener listener;

	private Hop(ConfigurableApplicationContext context, Consumer<String> publisher) {
		this.context = context;
		this.publisher = publisher;
		this.broker = context.getBean(MemoryBroker.class);
		this.listener = context.getBean(Listener.class);
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
		while (!this.broker.hasConsumer()) {
			if (System.nanoTime() > deadline) {
				throw new IllegalStateException("The container does not consume");
			}
			LockSupport.parkNanos(1_000_000);
		}
	}

	public static Hop untraced() {
		return of(Tracing.NONE.start(HopApplications.Untraced.class, DIRECT));
	}

	/** One header more, as every kind of tracing has it, and nothing else. */
	public static Hop header() {
		ConfigurableApplicationContext context = Tracing.NONE.start(HopApplications.Untraced.class, DIRECT);
		RabbitTemplate template = context.getBean(RabbitTemplate.class);
		return new Hop(context, (body) -> template.convertAndSend("agents", "query.price", body, (message) -> {
			message.getMessageProperties().setHeader("traceparent", TRACEPARENT);
			return message;
		}));
	}

	/** By the tracer of the starter, which traces no messages itself. */
	public static Hop handWritten() {
		ConfigurableApplicationContext context = Tracing.STARTER.start(HopApplications.HandWritten.class, DIRECT,
				"tracing.amqp.enabled=false");
		return new Hop(context, context.getBean(HandWrittenPublisher.class)::publish);
	}

	public static Hop traced() {
		return of(Tracing.STARTER.start(HopApplications.Traced.class, DIRECT));
	}

	public static Hop unsampled() {
		return of(Tracing.STARTER.start(HopApplications.Traced.class, DIRECT, "tracing.sampling.probability=0"));
	}

	/** Spring AMQP's observation, which is off by default. */
	public static Hop springObservation() {
		return of(Tracing.MICROMETER.start(HopApplications.SpringObservation.class, DIRECT,
				"management.tracing.sampling.probability=1", "spring.rabbitmq.template.observation-enabled=true",
				"spring.rabbitmq.listener.direct.observation-enabled=true"));
	}

	public static Hop brave() {
		return of(Tracing.NONE.start(HopApplications.Brave.class, DIRECT));
	}

	private static Hop of(ConfigurableApplicationContext context) {
		RabbitTemplate template = context.getBean(RabbitTemplate.class);
		return new Hop(context, (body) -> template.convertAndSend("agents", "query.price", body));
	}

	/** Publishes, then delivers and has the message handled, all on this thread. */
	public long publishAndProcess() {
		long before = this.listener.handled();
		this.publisher.accept("{\"query\":\"price\"}");
		try {
			this.broker.deliver();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		long handled = this.listener.handled();
		if (handled != before + 1) {
			throw new IllegalStateException("Handled " + (handled - before) + " messages");
		}
		return handled;
	}

	public void close() {
		this.context.close();
	}

	/** What handles the message. */
	interface Listener {

		long handled();

	}

}
