package io.github.tracingboot.annotation;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CorePublisher;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;

/** Gives each subscription to a publisher a span. Loaded only where Reactor is. */
final class TracedPublisher {

	/** Where OpenTelemetry's own instrumentation of Reactor has the context, too. */
	static final String CONTEXT_KEY = "otel-trace-propagation-context";

	private TracedPublisher() {
	}

	/** Subtypes promise more than a publisher around them can keep. */
	static boolean canStandFor(Class<?> returnType) {
		return returnType == Mono.class || returnType == Flux.class || returnType == Publisher.class
				|| returnType == CorePublisher.class;
	}

	/**
	 * Wraps a publisher.
	 * @param publisher the publisher
	 * @param start starts a span as a child of the current one, or returns {@code null}
	 * @param end ends it
	 * @return what is to be returned instead
	 */
	static Object of(Object publisher, Supplier<@Nullable Span> start, SpanEnd end) {
		Spans spans = new Spans(start, end);
		if (publisher instanceof Mono<?> mono) {
			return new TracedMono<>(mono, spans);
		}
		if (publisher instanceof Publisher<?> flux) {
			return new TracedFlux<>(Flux.from(flux), spans);
		}
		return publisher;
	}

	private record Spans(Supplier<@Nullable Span> start, SpanEnd end) {

	}

	private static <T> void subscribe(CorePublisher<? extends T> source, CoreSubscriber<? super T> actual, Spans spans,
			boolean single) {
		Context caller = actual.currentContext().getOrDefault(CONTEXT_KEY, Context.current());
		Span span;
		try (Scope scope = caller.makeCurrent()) {
			span = spans.start().get();
		}
		if (span == null) {
			source.subscribe(actual);
			return;
		}
		Context inside = caller.with(span);
		try (Scope scope = inside.makeCurrent()) {
			source.subscribe(new TracedSubscriber<T>(actual, caller, inside, single,
					(value, error) -> spans.end().end(span, value, error)));
		}
	}

	private static final class TracedMono<T> extends MonoOperator<T, T> {

		private final Spans spans;

		TracedMono(Mono<? extends T> source, Spans spans) {
			super(source);
			this.spans = spans;
		}

		@Override
		public void subscribe(CoreSubscriber<? super T> actual) {
			TracedPublisher.subscribe(this.source, actual, this.spans, true);
		}

	}

	private static final class TracedFlux<T> extends FluxOperator<T, T> {

		private final Spans spans;

		TracedFlux(Flux<? extends T> source, Spans spans) {
			super(source);
			this.spans = spans;
		}

		@Override
		public void subscribe(CoreSubscriber<? super T> actual) {
			TracedPublisher.subscribe(this.source, actual, this.spans, false);
		}

	}

	/** What is above it runs in the span, what is below it in the caller's. */
	private static final class TracedSubscriber<T> implements CoreSubscriber<T>, Subscription {

		private final CoreSubscriber<? super T> actual;

		private final Context caller;

		private final Context inside;

		private final boolean single;

		private final BiConsumer<@Nullable Object, @Nullable Throwable> end;

		private final AtomicBoolean ended = new AtomicBoolean();

		private @Nullable T last;

		private @Nullable Subscription subscription;

		TracedSubscriber(CoreSubscriber<? super T> actual, Context caller, Context inside, boolean single,
				BiConsumer<@Nullable Object, @Nullable Throwable> end) {
			this.actual = actual;
			this.caller = caller;
			this.inside = inside;
			this.single = single;
			this.end = end;
		}

		@Override
		public reactor.util.context.Context currentContext() {
			return this.actual.currentContext().put(CONTEXT_KEY, this.inside);
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.subscription = subscription;
			try (Scope scope = this.caller.makeCurrent()) {
				this.actual.onSubscribe(this);
			}
		}

		@Override
		public void onNext(T element) {
			if (this.single) {
				this.last = element;
			}
			try (Scope scope = this.caller.makeCurrent()) {
				this.actual.onNext(element);
			}
		}

		@Override
		public void onError(Throwable error) {
			end(error);
			try (Scope scope = this.caller.makeCurrent()) {
				this.actual.onError(error);
			}
		}

		@Override
		public void onComplete() {
			end(null);
			try (Scope scope = this.caller.makeCurrent()) {
				this.actual.onComplete();
			}
		}

		@Override
		public void request(long count) {
			Subscription subscription = this.subscription;
			if (subscription != null) {
				try (Scope scope = this.inside.makeCurrent()) {
					subscription.request(count);
				}
			}
		}

		@Override
		public void cancel() {
			Subscription subscription = this.subscription;
			if (subscription != null) {
				try (Scope scope = this.inside.makeCurrent()) {
					subscription.cancel();
				}
			}
			end(null);
		}

		private void end(@Nullable Throwable error) {
			if (this.ended.compareAndSet(false, true)) {
				this.end.accept(this.last, error);
			}
		}

	}

}
