package io.github.tracingboot.annotation;

import java.util.function.Supplier;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import kotlin.coroutines.AbstractCoroutineContextElement;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.CoroutineContext;
import kotlinx.coroutines.ThreadContextElement;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.ProxyMethodInvocation;

/**
 * Makes the context of a span current wherever a suspending function runs. Loaded only
 * where there are coroutines.
 */
final class CoroutineSpan extends AbstractCoroutineContextElement implements ThreadContextElement<Scope> {

	private static final CoroutineContext.Key<CoroutineSpan> KEY = new CoroutineContext.Key<>() {
	};

	private volatile @Nullable Context inside;

	private CoroutineSpan() {
		super(KEY);
	}

	/**
	 * Puts an element into the coroutine that a function is about to run in.
	 * @param invocation the call of the function
	 * @return what is to be told of the span when there is one
	 */
	static CoroutineSpan addTo(MethodInvocation invocation) {
		CoroutineSpan element = new CoroutineSpan();
		@Nullable Object[] arguments = invocation.getArguments().clone();
		int last = arguments.length - 1;
		if (arguments[last] instanceof Continuation<?> continuation
				&& invocation instanceof ProxyMethodInvocation proxied) {
			arguments[last] = new Within<>(continuation, continuation.getContext().plus(element));
			proxied.setArguments(arguments);
		}
		return element;
	}

	Supplier<@Nullable Span> startedBy(Supplier<@Nullable Span> start) {
		return () -> {
			Span span = start.get();
			if (span != null) {
				this.inside = Context.current().with(span);
			}
			return span;
		};
	}

	@Override
	@SuppressWarnings("MustBeClosedChecker") // restoreThreadContext does
	public Scope updateThreadContext(CoroutineContext coroutine) {
		Context context = this.inside;
		return (context != null) ? context.makeCurrent() : Scope.noop();
	}

	@Override
	public void restoreThreadContext(CoroutineContext coroutine, Scope scope) {
		scope.close();
	}

	private record Within<T>(Continuation<T> original, CoroutineContext context) implements Continuation<T> {

		@Override
		public CoroutineContext getContext() {
			return this.context;
		}

		@Override
		public void resumeWith(Object result) {
			this.original.resumeWith(result);
		}

	}

}
