package io.github.tracingboot.web;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.adapter.ForwardedHeaderTransformer;

/**
 * Opens a span around all that a reactive application does of a request: filters,
 * handler, what makes answers of exceptions, and the answer until it is sent.
 */
final class ReactiveTracing implements HttpHandlerDecoratorFactory {

	private final ServerTracing tracing;

	private final @Nullable ForwardedHeaderTransformer forwarded;

	/**
	 * Makes the decorator.
	 * @param tracing what is decided about requests
	 * @param forwarded reads a proxy's headers, if those are to be trusted
	 */
	ReactiveTracing(ServerTracing tracing, @Nullable ForwardedHeaderTransformer forwarded) {
		this.tracing = tracing;
		this.forwarded = forwarded;
	}

	@Override
	public HttpHandler apply(HttpHandler handler) {
		return (request, response) -> new Handled(handler, request, response);
	}

	private ServerHttpRequest asForwarded(ServerHttpRequest request) {
		try {
			return (this.forwarded != null) ? this.forwarded.apply(request) : request;
		}
		catch (RuntimeException ex) {
			// The application will refuse it.
			return request;
		}
	}

	/** A request each time that it is subscribed to, which a server does once. */
	private final class Handled extends Mono<Void> {

		private final HttpHandler handler;

		private final ServerHttpRequest request;

		private final ServerHttpResponse response;

		Handled(HttpHandler handler, ServerHttpRequest request, ServerHttpResponse response) {
			this.handler = handler;
			this.request = request;
			this.response = response;
		}

		@Override
		public void subscribe(CoreSubscriber<? super Void> actual) {
			ServerHttpRequest seen = asForwarded(this.request);
			ServerTracing tracing = ReactiveTracing.this.tracing;
			ReactiveSpan span = null;
			Context context;
			try {
				String path = SafeUrl.path(seen.getPath().pathWithinApplication().value());
				if (tracing.isExcluded(path)) {
					context = tracing.excluded(seen, ReactiveHeaders.GETTER);
				}
				else {
					span = new ReactiveSpan(seen, this.response, path, tracing);
					context = span.context();
				}
			}
			catch (RuntimeException ex) {
				tracing.failed(ex);
				this.handler.handle(this.request, this.response).subscribe(actual);
				return;
			}
			try (Scope scope = context.makeCurrent()) {
				this.handler.handle(new RequestIn(this.request, context), new ResponseIn(this.response, context, span))
					.subscribe(new Subscriber(actual, context, span));
			}
		}

	}

	/** What a handler reads of the body makes the handler run. */
	private static final class RequestIn extends ServerHttpRequestDecorator {

		private final Context context;

		RequestIn(ServerHttpRequest request, Context context) {
			super(request);
			this.context = context;
		}

		@Override
		public Flux<DataBuffer> getBody() {
			return new ContextFlux<>(super.getBody(), this.context);
		}

	}

	/**
	 * The connection's thread asks for the elements of an answer, and stops asking when
	 * the client is gone.
	 */
	private static final class ResponseIn extends ServerHttpResponseDecorator {

		private final Context context;

		private final @Nullable ReactiveSpan span;

		ResponseIn(ServerHttpResponse response, Context context, @Nullable ReactiveSpan span) {
			super(response);
			this.context = context;
			this.span = span;
		}

		@Override
		public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
			return super.writeWith((body instanceof Mono) ? body : watched(body));
		}

		@Override
		public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
			return super.writeAndFlushWith(watched(body));
		}

		private <T> Flux<T> watched(Publisher<? extends T> body) {
			Flux<T> source = new ContextFlux<>(Flux.from(body), this.context);
			return (this.span != null) ? source.doOnCancel(this.span::disconnected) : source;
		}

	}

	private record Subscriber(CoreSubscriber<? super Void> actual, Context context,
			@Nullable ReactiveSpan span) implements CoreSubscriber<Void> {

		@Override
		public reactor.util.context.Context currentContext() {
			reactor.util.context.Context context = ReactorContext.with(this.actual, this.context);
			return (this.span != null) ? context.put(ReactiveSpan.class, this.span) : context;
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.actual.onSubscribe(new Subscription() {

				@Override
				public void request(long count) {
					try (Scope scope = Subscriber.this.context.makeCurrent()) {
						subscription.request(count);
					}
				}

				@Override
				public void cancel() {
					try (Scope scope = Subscriber.this.context.makeCurrent()) {
						subscription.cancel();
					}
					if (Subscriber.this.span != null) {
						Subscriber.this.span.cancelled();
					}
				}

			});
		}

		@Override
		public void onNext(Void element) {
			// There are none.
		}

		@Override
		public void onError(Throwable error) {
			if (this.span != null) {
				this.span.failed(error);
			}
			this.actual.onError(error);
		}

		@Override
		public void onComplete() {
			if (this.span != null) {
				this.span.answered();
			}
			this.actual.onComplete();
		}

	}

}
