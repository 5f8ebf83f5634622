package io.github.tracingboot.amqp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ReturnListener;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

import io.github.tracingboot.core.SpanErrors;

/** The spans of a channel's messages that the broker has not answered yet. */
final class ConfirmingChannel implements ReturnListener {

	private final Channel channel;

	private final AmqpTracing tracing;

	private final long timeout;

	private final NavigableMap<Long, Waiting> waiting = new TreeMap<>();

	// A broker may be faster than the publisher gets to say which message was which. One
	// thread at a time publishes on a channel, so that can be one message.
	private long answered;

	private boolean answeredAck;

	private @Nullable Returned returned;

	ConfirmingChannel(Channel channel, AmqpTracing tracing, Duration timeout) {
		this.channel = channel;
		this.tracing = tracing;
		this.timeout = timeout.toNanos();
	}

	/** Whether the span waits. */
	synchronized boolean published(long number, @Nullable Publication publication) {
		Returned early = this.returned;
		this.returned = null;
		if (publication == null) {
			return false;
		}
		if (early != null && early.is(publication.sentContext())) {
			early.record(publication.span());
		}
		if (!publication.span().isRecording()) {
			this.tracing.end(publication.span());
			return false;
		}
		if (number <= this.answered) {
			end(publication, this.answeredAck);
			return false;
		}
		this.waiting.put(number, new Waiting(publication, System.nanoTime() + this.timeout));
		return true;
	}

	synchronized void answered(long number, boolean multiple, boolean ack) {
		this.answered = Math.max(this.answered, number);
		this.answeredAck = ack;
		if (!multiple) {
			Waiting one = this.waiting.remove(number);
			if (one != null) {
				end(one.publication(), ack);
			}
			return;
		}
		NavigableMap<Long, Waiting> all = this.waiting.headMap(number, true);
		all.values().forEach((one) -> end(one.publication(), ack));
		all.clear();
	}

	@Override
	public void handleReturn(int code, String text, String exchange, String routingKey, AMQP.BasicProperties properties,
			byte[] body) {
		try {
			SpanContext sent = Span.fromContext(this.tracing.extract(properties.getHeaders())).getSpanContext();
			if (sent.isValid() && !record(new Returned(code, text, sent))) {
				late(new Returned(code, text, sent), Destination.returned(exchange, routingKey), properties);
			}
		}
		catch (RuntimeException ex) {
			this.tracing.failed(ex);
		}
	}

	private synchronized boolean record(Returned message) {
		for (Waiting one : this.waiting.values()) {
			if (message.is(one.publication().sentContext())) {
				message.record(one.publication().span());
				return true;
			}
		}
		if (this.channel.getNextPublishSeqNo() > this.answered + 1) {
			this.returned = message;
			return true;
		}
		return false;
	}

	/** Nobody waited: a message that comes back then is a span of its own. */
	private void late(Returned message, Destination destination, AMQP.BasicProperties properties) {
		Span span = destination.spanBuilder(this.tracing.tracer())
			.setParent(this.tracing.extract(properties.getHeaders()))
			.startSpan();
		message.record(span);
		this.tracing.end(span);
	}

	/** Nanoseconds until the next span has waited long enough, 0 if none waits. */
	synchronized long expire() {
		long now = System.nanoTime();
		Iterator<Waiting> all = this.waiting.values().iterator();
		while (all.hasNext()) {
			Waiting one = all.next();
			long left = one.until() - now;
			if (left > 0) {
				return left;
			}
			all.remove();
			one.publication().span().addEvent("unconfirmed");
			this.tracing.end(one.publication().span());
		}
		return 0;
	}

	void closed() {
		List<Waiting> left;
		synchronized (this) {
			left = new ArrayList<>(this.waiting.values());
			this.waiting.clear();
		}
		for (Waiting one : left) {
			fail(one.publication().span(), "closed", Attributes.empty());
			this.tracing.end(one.publication().span());
		}
	}

	private void end(Publication publication, boolean ack) {
		if (ack) {
			publication.span().addEvent("ack");
		}
		else {
			fail(publication.span(), "nack", Attributes.empty());
		}
		this.tracing.end(publication.span());
	}

	private static void fail(Span span, String what, Attributes attributes) {
		span.addEvent(what, attributes);
		span.setStatus(StatusCode.ERROR);
		span.setAttribute(SpanErrors.ERROR_TYPE, what);
	}

	private record Waiting(Publication publication, long until) {
	}

	private record Returned(int code, String text, SpanContext sent) {

		boolean is(SpanContext candidate) {
			return this.sent.getSpanId().equals(candidate.getSpanId())
					&& this.sent.getTraceId().equals(candidate.getTraceId());
		}

		void record(Span span) {
			fail(span, "return",
					Attributes.of(AmqpAttributes.RETURN_CODE, (long) this.code, AmqpAttributes.RETURN_TEXT, this.text));
		}

	}

}
