package io.github.tracingboot.web;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClient;

/** Sends a request of a {@code WebClient}, in a span of its own for each subscription. */
final class TracedExchange extends Mono<ClientResponse> {

	private static final String URI_TEMPLATE = WebClient.class.getName() + ".uriTemplate";

	private static final TextMapSetter<ClientRequest.Builder> HEADERS = (request, key, value) -> {
		if (request != null) {
			request.headers((headers) -> headers.set(key, value));
		}
	};

	private final ClientTracing tracing;

	private final ClientRequest request;

	private final ExchangeFunction next;

	private final AtomicInteger sent = new AtomicInteger();

	TracedExchange(ClientTracing tracing, ClientRequest request, ExchangeFunction next) {
		this.tracing = tracing;
		this.request = request;
		this.next = next;
	}

	@Override
	public void subscribe(CoreSubscriber<? super ClientResponse> actual) {
		Context caller = ReactorContext.of(actual.currentContext());
		ClientSpan span = this.tracing.start(caller, this.request.method().name(), this.request.url(),
				this.request.attribute(URI_TEMPLATE).map(Object::toString).orElse(null), this.sent.getAndIncrement());
		if (span == null) {
			this.next.exchange(this.request).subscribe(actual);
			return;
		}
		ClientRequest.Builder traced = ClientRequest.from(this.request);
		this.tracing.inject(span, this.request.url(), traced, HEADERS);
		try (Scope scope = span.context().makeCurrent()) {
			send(traced.build()).subscribe(new Subscriber(actual, caller, span));
		}
	}

	private Mono<ClientResponse> send(ClientRequest traced) {
		try {
			return this.next.exchange(traced);
		}
		catch (Throwable ex) {
			return Mono.error(ex);
		}
	}

	/** What is above it runs in the span, what is below it in the caller's. */
	private static final class Subscriber implements CoreSubscriber<ClientResponse>, Subscription {

		private final CoreSubscriber<? super ClientResponse> actual;

		private final Context caller;

		private final ClientSpan span;

		private final AtomicBoolean ended = new AtomicBoolean();

		private @Nullable Subscription subscription;

		Subscriber(CoreSubscriber<? super ClientResponse> actual, Context caller, ClientSpan span) {
			this.actual = actual;
			this.caller = caller;
			this.span = span;
		}

		@Override
		public reactor.util.context.Context currentContext() {
			return ReactorContext.with(this.actual, this.span.context());
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.subscription = subscription;
			try (Scope scope = this.caller.makeCurrent()) {
				this.actual.onSubscribe(this);
			}
		}

		@Override
		public void onNext(ClientResponse response) {
			if (this.ended.compareAndSet(false, true)) {
				this.span.answered(response.statusCode().value());
				this.span.end();
			}
			try (Scope scope = this.caller.makeCurrent()) {
				this.actual.onNext(inCaller(response));
			}
		}

		/** The body comes later, from the connection's thread. */
		private ClientResponse inCaller(ClientResponse response) {
			return (this.caller != Context.root())
					? response.mutate().body((body) -> new ContextFlux<>(body, this.caller)).build() : response;
		}

		@Override
		public void onError(Throwable error) {
			if (this.ended.compareAndSet(false, true)) {
				this.span.failed(error);
				this.span.end();
			}
			try (Scope scope = this.caller.makeCurrent()) {
				this.actual.onError(error);
			}
		}

		@Override
		public void onComplete() {
			end();
			try (Scope scope = this.caller.makeCurrent()) {
				this.actual.onComplete();
			}
		}

		@Override
		public void request(long count) {
			Subscription subscription = this.subscription;
			if (subscription != null) {
				try (Scope scope = this.span.context().makeCurrent()) {
					subscription.request(count);
				}
			}
		}

		// Whoever does not want the answer any more has not failed.
		@Override
		public void cancel() {
			Subscription subscription = this.subscription;
			if (subscription != null) {
				try (Scope scope = this.span.context().makeCurrent()) {
					subscription.cancel();
				}
			}
			end();
		}

		private void end() {
			if (this.ended.compareAndSet(false, true)) {
				this.span.end();
			}
		}

	}

}
