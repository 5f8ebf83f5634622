package io.github.tracingboot.amqp;

import java.util.Set;
import java.util.concurrent.CompletionException;

import org.springframework.amqp.AmqpRejectAndDontRequeueException;
import org.springframework.amqp.ImmediateAcknowledgeAmqpException;
import org.springframework.amqp.ImmediateRequeueAmqpException;

/** What a listener has thrown, without what a container has wrapped around it. */
final class ListenerErrors {

	// The first has moved, the last are of the two libraries that retry.
	private static final Set<String> WRAPPERS = Set.of(
			"org.springframework.amqp.rabbit.support.ListenerExecutionFailedException",
			"org.springframework.amqp.listener.ListenerExecutionFailedException",
			AmqpRejectAndDontRequeueException.class.getName(), ImmediateAcknowledgeAmqpException.class.getName(),
			ImmediateRequeueAmqpException.class.getName(), CompletionException.class.getName(),
			"org.springframework.core.retry.RetryException", "org.springframework.retry.ExhaustedRetryException");

	private static final int DEEPEST = 16;

	private ListenerErrors() {
	}

	static Throwable unwrap(Throwable error) {
		Throwable inner = error;
		for (int depth = 0; depth < DEEPEST && WRAPPERS.contains(inner.getClass().getName()); depth++) {
			Throwable cause = inner.getCause();
			if (cause == null) {
				break;
			}
			inner = cause;
		}
		return inner;
	}

}
