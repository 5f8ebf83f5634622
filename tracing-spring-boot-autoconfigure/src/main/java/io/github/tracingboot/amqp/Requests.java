package io.github.tracingboot.amqp;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

import org.springframework.amqp.core.AmqpReplyTimeoutException;
import org.springframework.amqp.core.Correlation;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessagePostProcessor;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;

/**
 * The requests of a template that wait for a reply. One that is not answered in time is a
 * span of its caller that has failed, and so is a reply that comes after that. A template
 * tells nobody that it gives up, so its time is measured here as well.
 */
final class Requests implements MessagePostProcessor {

	/** Requests given up whose replies may still come. */
	private static final int MOST = 1024;

	// A template begins to wait when it has published.
	private static final long GRACE = TimeUnit.MILLISECONDS.toNanos(5);

	private final AmqpTracing tracing;

	private final Map<?, ?> pending;

	private final LongSupplier timeout;

	private final Map<?, ?> containers;

	private final Set<Object> knownContainers = ConcurrentHashMap.newKeySet();

	private final Replies replies = new Replies(this);

	private final Map<String, Request> awaited = new LinkedHashMap<>();

	private final Map<String, Request> missed = new LinkedHashMap<>() {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Request> eldest) {
			return size() > MOST;
		}

	};

	private final Sweeper sweeper = new Sweeper(this::expire);

	/**
	 * Requests of a template.
	 * @param tracing makes the spans
	 * @param pending what the template itself waits for, by correlation id, or by
	 * something that only it knows where each request has a queue for its reply
	 * @param timeout milliseconds that the template waits, none if it waits for ever
	 * @param containers what the template itself has made to listen to replies
	 */
	Requests(AmqpTracing tracing, Map<?, ?> pending, LongSupplier timeout, Map<?, ?> containers) {
		this.tracing = tracing;
		this.pending = pending;
		this.timeout = timeout;
		this.containers = containers;
	}

	Replies replies() {
		return this.replies;
	}

	@Override
	public Message postProcessMessage(Message message) {
		MessageProperties properties = message.getMessageProperties();
		String replyTo = properties.getReplyTo();
		if (replyTo != null && !this.pending.isEmpty()) {
			try {
				published(properties, replyTo);
			}
			catch (RuntimeException ex) {
				this.tracing.failed(ex);
			}
		}
		return message;
	}

	@Override
	public Message postProcessMessage(Message message, @Nullable Correlation correlation) {
		return postProcessMessage(message);
	}

	@SuppressWarnings("FutureReturnValueIgnored") // the template waits for it
	private void published(MessageProperties message, String replyTo) {
		String id = message.getCorrelationId();
		Object waiting = (id != null) ? this.pending.get(id) : null;
		long nanos = TimeUnit.MILLISECONDS.toNanos(this.timeout.getAsLong());
		if (nanos <= 0) {
			return;
		}
		if (id != null && waiting != null) {
			listenToReplies();
			CompletableFuture<?> reply = (waiting instanceof CompletableFuture<?> future) ? future
					: Installed.reply(waiting);
			await(id, new Request(Context.current(), replyTo, id, nanos + GRACE), nanos);
			// Also by an error, or because nobody waits any longer.
			reply.whenComplete((value, error) -> answered(id, error));
		}
		else if (Destination.isGenerated(replyTo)) {
			await(replyTo, new Request(Context.current(), replyTo, id, nanos + GRACE), nanos);
		}
	}

	private void await(String key, Request request, long nanos) {
		synchronized (this) {
			this.awaited.put(key, request);
		}
		this.sweeper.within(nanos + GRACE);
	}

	// Not before, because a template makes them when it needs them.
	private void listenToReplies() {
		for (Object each : this.containers.values()) {
			if (each instanceof AbstractMessageListenerContainer container && this.knownContainers.add(container)) {
				container.addAfterReceivePostProcessors(this.replies);
			}
		}
	}

	private synchronized void answered(String key, @Nullable Throwable error) {
		Request request = this.awaited.remove(key);
		if (request != null && error instanceof AmqpReplyTimeoutException) {
			giveUp(key, request);
		}
	}

	private synchronized void arrived(MessageProperties message) {
		// Of others, the template knows better.
		this.awaited.remove(message.getReceivedRoutingKey());
		String id = message.getCorrelationId();
		if (id == null || this.pending.containsKey(id)) {
			return;
		}
		Request request = this.awaited.remove(id);
		if (request != null) {
			giveUp(id, request);
		}
		Request late = this.missed.remove(id);
		if (late != null) {
			late.answeredLate(this.tracing, message);
		}
	}

	/**
	 * Nanoseconds until the next of them may have waited long enough, 0 if none waits.
	 */
	private synchronized long expire() {
		long next = 0;
		Iterator<Map.Entry<String, Request>> all = this.awaited.entrySet().iterator();
		while (all.hasNext()) {
			Map.Entry<String, Request> entry = all.next();
			long left = entry.getValue().left();
			if (left <= 0 && !this.pending.containsKey(entry.getKey())) {
				all.remove();
				giveUp(entry.getKey(), entry.getValue());
			}
			else {
				long until = Math.max(left, GRACE);
				next = (next == 0) ? until : Math.min(next, until);
			}
		}
		return next;
	}

	private void giveUp(String key, Request request) {
		this.missed.put(key, request);
		request.timedOut(this.tracing);
	}

	// A template and what is installed on it are made once, but may come by twice.
	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Requests requests && requests.pending == this.pending;
	}

	@Override
	public int hashCode() {
		return System.identityHashCode(this.pending);
	}

	/** What the template has received. */
	record Replies(Requests requests) implements MessagePostProcessor {

		@Override
		public Message postProcessMessage(Message message) {
			try {
				this.requests.arrived(message.getMessageProperties());
			}
			catch (RuntimeException ex) {
				this.requests.tracing.failed(ex);
			}
			return message;
		}

	}

}
