package io.github.tracingboot.amqp;

import java.util.ArrayList;
import java.util.List;

import com.rabbitmq.client.Channel;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.context.Context;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;

/**
 * The outermost advice of a listener container: one span around the handling of a
 * message, or of a batch, with all its attempts.
 */
final class ProcessInterceptor implements MethodInterceptor {

	private final AmqpTracing tracing;

	private final Relations relations;

	private final RecentDestinations destinations = new RecentDestinations();

	// Written without a lock: whichever is known, it is one that there was.
	private Peer peer = Peer.NONE;

	ProcessInterceptor(AmqpTracing tracing, Relations relations) {
		this.tracing = tracing;
		this.relations = relations;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		Processing processing = begin(invocation.getArguments());
		if (processing == null) {
			return invocation.proceed();
		}
		try {
			return invocation.proceed();
		}
		catch (Throwable ex) {
			processing.fail(ex);
			FailedOnThread.remember(ex, processing.context());
			throw ex;
		}
		finally {
			processing.leave();
			processing.finish();
		}
	}

	private @Nullable Processing begin(@Nullable Object[] arguments) {
		Span started = Span.getInvalid();
		try {
			Received received = received(arguments[1]);
			if (received == null) {
				return null;
			}
			Context current = Context.current();
			Span span = OthersSpan.ofProcess(current, received);
			boolean own = span == null;
			if (span == null) {
				started = received.spanBuilder(peer(arguments[0])).startSpan();
				span = started;
				if (span.isRecording()) {
					received.describe(span);
				}
			}
			Processing processing = new Processing(this.tracing, received, span, own);
			processing.enter(own ? received.parent() : current);
			return processing;
		}
		catch (Throwable ex) {
			this.tracing.failed(ex);
			this.tracing.end(started);
			return null;
		}
	}

	private Peer peer(@Nullable Object argument) {
		Peer peer = (argument instanceof Channel channel) ? this.peer.next(channel) : Peer.NONE;
		this.peer = peer;
		return peer;
	}

	private @Nullable Received received(@Nullable Object data) {
		if (data instanceof Message message) {
			return received(message);
		}
		if (data instanceof List<?> batch) {
			List<ReceivedMessage> messages = new ArrayList<>(batch.size());
			for (Object each : batch) {
				if (each instanceof Message message) {
					messages.add(received(message));
				}
			}
			return messages.isEmpty() ? null : new ReceivedBatch(this.tracing, messages);
		}
		return null;
	}

	private ReceivedMessage received(Message message) {
		MessageProperties properties = message.getMessageProperties();
		String queue = properties.getConsumerQueue();
		Destination destination = this.destinations.processed(properties.getReceivedExchange(),
				properties.getReceivedRoutingKey(), queue);
		return new ReceivedMessage(this.tracing, properties, destination, this.relations.of(queue));
	}

}
