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
import org.jspecify.annotations.Nullable;

import io.github.tracingboot.core.InternalHosts;

/**
 * A span around every publish of a connection factory, whoever publishes, and its context
 * in the headers of the message; and a span for every message that is pulled.
 */
final class PublishObserver implements ObservationCollector {

	/**
	 * Milliseconds, for the time in queue; the timestamp property has whole seconds.
	 */
	static final String SENT_HEADER = "tracesent";

	private final ObservationCollector delegate;

	private final AmqpTracing tracing;

	private volatile PublishConfirms confirms;

	private final PulledMessages pulled;

	private final RecentDestinations destinations = new RecentDestinations();

	// Written without a lock: whichever is known, it is one that there was.
	private Peer peer = Peer.NONE;

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
				Map<String, Object> headers = headers(properties, Span.fromContext(parent).isRecording());
				return new Publication(Span.getInvalid(), carried, Scope.noop(),
						SentProperties.of(properties, headers));
			}
			boolean forwarded = carries && (Processing.received(parent, carried) || isPassedOn(parent, carried));
			boolean given = carries && !forwarded;
			Destination destination = this.destinations.published(publish.getExchange(), publish.getRoutingKey());
			SpanBuilder builder = destination.spanBuilder(this.tracing.tracer(), peer(connection)).setParent(parent);
			span = (given ? builder.addLink(carried) : builder).startSpan();
			boolean recorded = span.isRecording();
			if (recorded) {
				destination.describe(span);
				describe(span, properties);
			}
			Context context = parent.with(span);
			Map<String, Object> headers = headers(properties, recorded);
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
			AMQP.BasicProperties complete = SentProperties.of(properties, headers);
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

	/**
	 * With the time if somebody will read it: one header costs the client and Spring more
	 * than all the rest of a hop that is not sampled.
	 */
	private static Map<String, Object> headers(AMQP.BasicProperties properties, boolean recorded) {
		Map<String, Object> given = properties.getHeaders();
		// A map grows when it is three quarters full; two or three are added mostly.
		int number = 3 + ((given != null) ? given.size() : 0);
		Map<String, Object> headers = new HashMap<>((4 * number + 2) / 3);
		if (given != null && !given.isEmpty()) {
			headers.putAll(given);
		}
		if (recorded) {
			headers.put(SENT_HEADER, System.currentTimeMillis());
		}
		else {
			// Of the hop before.
			headers.remove(SENT_HEADER);
		}
		return headers;
	}

	private Peer peer(@Nullable ConnectionInfo connection) {
		Peer peer = (connection != null) ? this.peer.next(connection.getPeerAddress(), connection.getPeerPort())
				: Peer.NONE;
		this.peer = peer;
		return peer;
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
