package io.github.tracingboot.amqp;

import java.util.concurrent.CompletableFuture;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.messaging.Message;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;
import org.springframework.util.ClassUtils;

/**
 * A handler whose result may come later, on another thread: what the container then does
 * with it, such as sending a reply, is done in the context of the request.
 */
final class AwaitingHandlerMethod extends InvocableHandlerMethod {

	private static final boolean REACTOR = ClassUtils.isPresent("reactor.core.publisher.Mono",
			AwaitingHandlerMethod.class.getClassLoader());

	private final InvocableHandlerMethod delegate;

	private AwaitingHandlerMethod(InvocableHandlerMethod delegate) {
		super(delegate);
		this.delegate = delegate;
	}

	static InvocableHandlerMethod of(InvocableHandlerMethod delegate) {
		return (delegate instanceof AwaitingHandlerMethod) ? delegate : new AwaitingHandlerMethod(delegate);
	}

	@Override
	@SuppressWarnings("FutureReturnValueIgnored") // the container takes it
	public @Nullable Object invoke(Message<?> message, Object... provided) throws Exception {
		Object result = this.delegate.invoke(message, provided);
		Context context = Context.current();
		Processing processing = Processing.in(context);
		if (processing != null && result instanceof CompletableFuture<?> future) {
			return await(future, processing, context);
		}
		if (processing != null && REACTOR && MonoResult.is(result)) {
			return await(MonoResult.toFuture(result), processing, context);
		}
		return result;
	}

	@SuppressWarnings("FutureReturnValueIgnored") // the other one stands for it
	private static <T> CompletableFuture<T> await(CompletableFuture<T> result, Processing processing, Context context) {
		CompletableFuture<T> awaited = new CompletableFuture<>();
		processing.awaitResult();
		result.whenComplete((value, error) -> {
			try (Scope scope = context.makeCurrent()) {
				if (error != null) {
					processing.fail(error);
					awaited.completeExceptionally(error);
				}
				else {
					awaited.complete(value);
				}
			}
			finally {
				processing.finish();
			}
		});
		return awaited;
	}

	/** Apart, for an application without Reactor. */
	private static final class MonoResult {

		static boolean is(@Nullable Object result) {
			return result instanceof Mono;
		}

		// The container subscribes at once as well, and treats both alike.
		static CompletableFuture<?> toFuture(@Nullable Object result) {
			return (result instanceof Mono<?> mono) ? mono.toFuture() : CompletableFuture.completedFuture(result);
		}

	}

}
