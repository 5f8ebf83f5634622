package io.github.tracingboot.web;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;

/**
 * What a connection's thread emits or asks for, in a context: whatever follows from it, a
 * handler or what becomes of an answer, runs there.
 */
final class ContextFlux<T> extends FluxOperator<T, T> {

	private final Context context;

	ContextFlux(Flux<? extends T> source, Context context) {
		super(source);
		this.context = context;
	}

	@Override
	public void subscribe(CoreSubscriber<? super T> actual) {
		try (Scope scope = this.context.makeCurrent()) {
			this.source.subscribe(new Subscriber<T>(actual, this.context));
		}
	}

	private record Subscriber<T>(CoreSubscriber<? super T> actual, Context context) implements CoreSubscriber<T> {

		@Override
		public reactor.util.context.Context currentContext() {
			return this.actual.currentContext();
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			try (Scope scope = this.context.makeCurrent()) {
				this.actual.onSubscribe(new Demand(subscription, this.context));
			}
		}

		@Override
		public void onNext(T element) {
			try (Scope scope = this.context.makeCurrent()) {
				this.actual.onNext(element);
			}
		}

		@Override
		public void onError(Throwable error) {
			try (Scope scope = this.context.makeCurrent()) {
				this.actual.onError(error);
			}
		}

		@Override
		public void onComplete() {
			try (Scope scope = this.context.makeCurrent()) {
				this.actual.onComplete();
			}
		}

	}

	private record Demand(Subscription subscription, Context context) implements Subscription {

		@Override
		public void request(long count) {
			try (Scope scope = this.context.makeCurrent()) {
				this.subscription.request(count);
			}
		}

		@Override
		public void cancel() {
			try (Scope scope = this.context.makeCurrent()) {
				this.subscription.cancel();
			}
		}

	}

}
