package io.github.tracingboot.amqp;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Consumer;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.observation.ObservationCollector;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.github.tracingboot.core.InternalHosts;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * A span around every publish of a connection factory, whoever publishes, and its context
 * in the headers of the message; and a span for every message that is pulled.
 */
final class PublishObserver implements ObservationCollector {

	/**
	 * Milliseconds, for the time in queue; the timestamp property has whole seconds.
	 */
	static final String SENT_HEADER = "tracing-sent-ms";

	private final ObservationCollector delegate;

	private final AmqpTracing tracing;

	private volatile PublishConfirms confirms;

	private final PulledMessages pulled;

	private final RecentDestinations destinations = new RecentDestinations();

	private final LastPeer peer = new LastPeer();

	PublishObserver(ObservationCollector delegate, AmqpTracing tracing, PublishConfirms confirms) {
		this.delegate = delegate;
		this.tracing = tracing;
		this.confirms = confirms;
		this.pulled = new PulledMessages(tracing);
	}

	/** The client's metrics have been replaced. */
	void setConfirms(PublishConfirms confirms) {
		this.confirms = confirms;
	}

	@Override
	public void publish(PublishCall call, AMQP.Basic.Publish publish, AMQP.BasicProperties properties, byte[] body,
			@Nullable ConnectionInfo connection) throws IOException {
		Publication publication = begin(publish, properties, connection);
		if (publication == null) {
			this.delegate.publish(call, publish, properties, body, connection);
			return;
		}
		boolean written = false;
		try {
			this.delegate.publish(call, publish, publication.properties(), body, connection);
			written = true;
		}
		catch (Throwable ex) {
			this.tracing.record(publication.span(), ex);
			throw ex;
		}
		finally {
			this.tracing.close(publication.scope());
			if (!written || !this.confirms.take(publication)) {
				this.tracing.end(publication.span());
			}
		}
	}

	@Override
	public Consumer basicConsume(String queue, String consumerTag, Consumer consumer) {
		Consumer observed = RepliedMessages.isSeen(queue) ? new RepliedMessages(consumer, this.tracing) : consumer;
		return this.delegate.basicConsume(queue, consumerTag, observed);
	}

	@Override
	public @Nullable GetResponse basicGet(BasicGetCall call, String queue) {
		GetResponse response = this.delegate.basicGet(call, queue);
		if (response != null) {
			this.pulled.received(queue, response);
		}
		return response;
	}

	@SuppressWarnings("MustBeClosedChecker") // publish does
	private @Nullable Publication begin(AMQP.Basic.Publish publish, AMQP.BasicProperties properties,
			@Nullable ConnectionInfo connection) {
		Span span = Span.getInvalid();
		try {
			Context parent = Context.current();
			// One that the user gave the message, for example from an outbox, or one
			// that came with a message that is forwarded.
			SpanContext carried = this.tracing.carriedBy(properties.getHeaders());
			boolean carries = carried.isValid();
			if (carries && OthersSpan.ofPublish(parent, carried)) {
				return new Publication(Span.getInvalid(), carried, Scope.noop(),
						properties.builder().headers(headers(properties)).build());
			}
			boolean forwarded = carries && (Processing.received(parent, carried) || isPassedOn(parent, carried));
			boolean given = carries && !forwarded;
			Destination destination = this.destinations.published(publish.getExchange(), publish.getRoutingKey());
			SpanBuilder builder = destination.spanBuilder(this.tracing.tracer()).setParent(parent);
			describe(builder, publish.getRoutingKey(), connection);
			span = (given ? builder.addLink(carried) : builder).startSpan();
			if (span.isRecording()) {
				destination.describe(span);
				describe(span, properties);
			}
			Context context = parent.with(span);
			Map<String, Object> headers = headers(properties);
			if (forwarded) {
				// Its trace state and baggage must not be taken for those of the new
				// context.
				this.tracing.removeContext(headers);
			}
			if (!given) {
				// Baggage alone is not for every exchange.
				Context sent = Baggage.fromContext(context).isEmpty() ? context
						: InternalHosts.sentTo(context, "exchange:" + publish.getExchange());
				this.tracing.propagator().inject(sent, headers, MessageHeaders.INSTANCE);
			}
			AMQP.BasicProperties complete = properties.builder().headers(headers).build();
			// Without a delegate, nothing below could see that the span is current.
			Scope scope = (this.delegate != NO_OP) ? context.makeCurrent() : Scope.noop();
			return new Publication(span, given ? carried : span.getSpanContext(), scope, complete);
		}
		catch (Throwable ex) {
			this.tracing.failed(ex);
			this.tracing.end(span);
			return null;
		}
	}

	/** Of the trace that goes on here, as a reply has it that is sent on. */
	private static boolean isPassedOn(Context context, SpanContext carried) {
		return Span.fromContext(context).getSpanContext().getTraceId().equals(carried.getTraceId());
	}

	private static Map<String, Object> headers(AMQP.BasicProperties properties) {
		Map<String, Object> given = properties.getHeaders();
		// With room for what is added, mostly two or three.
		Map<String, Object> headers = new HashMap<>((given != null) ? 2 * given.size() + 8 : 8);
		if (given != null) {
			headers.putAll(given);
		}
		headers.put(SENT_HEADER, System.currentTimeMillis());
		return headers;
	}

	// To a builder, which needs no lock for each of them.
	private void describe(SpanBuilder span, @Nullable String routingKey, @Nullable ConnectionInfo connection) {
		if (StringUtils.hasLength(routingKey)) {
			span.setAttribute(AmqpAttributes.ROUTING_KEY, routingKey);
		}
		if (connection != null) {
			this.peer.describe(span, connection.getPeerAddress(), connection.getPeerPort());
		}
	}

	private static void describe(Span span, AMQP.BasicProperties properties) {
		if (properties.getMessageId() != null) {
			span.setAttribute(AmqpAttributes.MESSAGE_ID, properties.getMessageId());
		}
		if (properties.getCorrelationId() != null) {
			span.setAttribute(AmqpAttributes.CONVERSATION_ID, properties.getCorrelationId());
		}
	}

}
