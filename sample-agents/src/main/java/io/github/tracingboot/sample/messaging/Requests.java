package io.github.tracingboot.sample.messaging;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.amqp.rabbit.AsyncRabbitTemplate;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.DirectMessageListenerContainer;

/** Asks another agent and gets its reply, both through {@code chimera.events}. */
public final class Requests {

	private static final int MAX_CANCELLED = 1_000;

	private final AsyncRabbitTemplate template;

	private final Map<String, CompletableFuture<?>> waiting = new ConcurrentHashMap<>();

	// A cancellation may be faster than the request.
	private final Set<String> cancelled = ConcurrentHashMap.newKeySet();

	public Requests(AsyncRabbitTemplate template) {
		this.template = template;
	}

	/**
	 * What receives the replies, to be a bean.
	 * @param replyQueue a queue bound to the keys of replies and errors
	 * @param replyKey where a reply is sent
	 * @param timeout longest time to wait for a reply
	 */
	public static AsyncRabbitTemplate template(RabbitTemplate rabbit, String replyQueue, String replyKey,
			Duration timeout) {
		// Not a bean: the template starts and stops it, and a reply belongs to the span
		// that waits for it, so it needs none of its own.
		DirectMessageListenerContainer replies = new DirectMessageListenerContainer(rabbit.getConnectionFactory());
		replies.setBeanName(replyQueue);
		replies.setQueueNames(replyQueue);
		// Whoever waits for a reply when the agent stops will not get it anyway.
		replies.setShutdownTimeout(500);
		AsyncRabbitTemplate template = new AsyncRabbitTemplate(rabbit, replies, AgentQueue.EVENTS + "/" + replyKey);
		template.setReceiveTimeout(timeout.toMillis());
		template.setMandatory(true);
		return template;
	}

	/**
	 * Asks and waits for the reply.
	 * @return the reply
	 * @throws AgentFailedException if the agent reported an error
	 * @throws CancellationException if nobody wants it any more
	 * @throws org.springframework.amqp.AmqpException if no agent got the request or none
	 * replied in time
	 */
	public <T> T call(String routingKey, String correlationId, Object request, Class<T> replyType) {
		try {
			return send(routingKey, correlationId, request, replyType).join();
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : ex;
		}
	}

	/**
	 * Asks.
	 * @return completes with the reply, or fails with {@link AgentFailedException} if the
	 * agent reported an error and {@link org.springframework.amqp.AmqpException} if no
	 * agent got the request or none replied in time
	 */
	public <T> CompletableFuture<T> send(String routingKey, String correlationId, Object request, Class<T> replyType) {
		CompletableFuture<T> response = this.template.<Object>convertSendAndReceive(routingKey, request, (message) -> {
			message.getMessageProperties().setCorrelationId(correlationId);
			return message;
		}).thenApply((reply) -> {
			if (reply instanceof Failure failure) {
				throw new AgentFailedException(failure);
			}
			return replyType.cast(reply);
		});
		this.waiting.put(correlationId, response);
		CompletableFuture<T> unused = response
			.whenComplete((reply, error) -> this.waiting.remove(correlationId, response));
		if (this.cancelled.remove(correlationId)) {
			response.cancel(false);
		}
		return response;
	}

	/**
	 * Ends the wait for a reply with a {@link CancellationException}.
	 * @return whether anybody waited
	 */
	public boolean cancel(String correlationId) {
		CompletableFuture<?> response = this.waiting.get(correlationId);
		if (response == null && this.cancelled.size() < MAX_CANCELLED) {
			this.cancelled.add(correlationId);
		}
		return response != null && response.cancel(false);
	}

}
