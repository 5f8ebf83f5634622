package io.github.tracingboot.amqp;

import java.util.ArrayList;
import java.util.List;

import org.aopalliance.aop.Advice;
import org.jspecify.annotations.Nullable;

import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;
import org.springframework.util.ErrorHandler;

/** Adds to a listener container what makes its spans, beside what it has already. */
final class ContainerTracing {

	private final AmqpTracing tracing;

	private final Relations relations;

	private final @Nullable AttemptInterceptor attempts;

	ContainerTracing(AmqpTracing tracing, AmqpProperties properties) {
		Attempts attempts = properties.attempts();
		this.tracing = tracing;
		this.relations = new Relations(null, properties.queueRelations(), properties.relation());
		this.attempts = (attempts != Attempts.NONE) ? new AttemptInterceptor(tracing, attempts == Attempts.SPANS)
				: null;
	}

	/** As far as it goes: a container works without. */
	void addSafely(AbstractMessageListenerContainer container) {
		try {
			addTo(container);
		}
		catch (RuntimeException ex) {
			this.tracing.failed(ex);
		}
	}

	void addTo(AbstractMessageListenerContainer container) {
		HandlerMethods handler = HandlerMethods.of(container.getMessageListener());
		Advice process = new ProcessInterceptor(this.tracing, this.relations.with(handler.relation()));
		container.setAdviceChain(extend(Installed.adviceChain(container), process));
		ErrorHandler errorHandler = container.getErrorHandler();
		if (errorHandler != null && !(errorHandler instanceof TracedErrorHandler)) {
			container.setErrorHandler(new TracedErrorHandler(errorHandler));
		}
		handler.awaitResults();
	}

	/**
	 * The chain that a factory gives to its containers. They get one of their own once
	 * they know their listener, unless somebody overrides what makes them.
	 */
	Advice[] extend(Advice @Nullable [] chain) {
		return extend(chain, new ProcessInterceptor(this.tracing, this.relations));
	}

	private Advice[] extend(Advice @Nullable [] chain, Advice process) {
		List<Advice> extended = new ArrayList<>();
		extended.add(process);
		for (Advice advice : (chain != null) ? chain : new Advice[0]) {
			if (!(advice instanceof ProcessInterceptor) && !(advice instanceof AttemptInterceptor)) {
				extended.add((this.attempts != null) ? RepeatedAttempts.of(advice, this.attempts) : advice);
			}
		}
		if (this.attempts != null && extended.size() > 1) {
			extended.add(this.attempts);
		}
		return extended.toArray(Advice[]::new);
	}

}
