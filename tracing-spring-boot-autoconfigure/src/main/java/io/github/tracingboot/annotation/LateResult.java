package io.github.tracingboot.annotation;

import java.io.InputStream;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.stream.BaseStream;

import org.jspecify.annotations.Nullable;

/** Results whose work is not over when the method returns. */
enum LateResult {

	/**
	 * Until it completes. What is returned is the same object, so it can be cancelled.
	 */
	STAGE {
		@Override
		Object attach(Object result, BiConsumer<@Nullable Object, @Nullable Throwable> end) {
			((CompletionStage<?>) result).whenComplete((value, error) -> end.accept(value, failure(error)));
			return result;
		}
	},

	/** Until it completes where it can tell; a plain one cannot, unless it is done. */
	FUTURE {
		@Override
		Object attach(Object result, BiConsumer<@Nullable Object, @Nullable Throwable> end) {
			if (result instanceof CompletionStage<?>) {
				return STAGE.attach(result, end);
			}
			Throwable error = null;
			Object value = null;
			if (((Future<?>) result).isDone()) {
				try {
					value = ((Future<?>) result).get();
				}
				catch (ExecutionException | CancellationException ex) {
					error = failure(ex);
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
			}
			end.accept(value, error);
			return result;
		}
	},

	/** Until it is closed. */
	STREAM {
		@Override
		Object attach(Object result, BiConsumer<@Nullable Object, @Nullable Throwable> end) {
			return ((BaseStream<?, ?>) result).onClose(() -> end.accept(null, null));
		}
	},

	/** Until it is closed; a failing read is a failure. */
	INPUT_STREAM {
		@Override
		Object attach(Object result, BiConsumer<@Nullable Object, @Nullable Throwable> end) {
			return new TracedInputStream((InputStream) result, end);
		}
	};

	/**
	 * Finds what is known of a type.
	 * @param returnType what the method declares to return
	 * @return {@code null} if the work is over when the method returns
	 */
	static @Nullable LateResult of(Class<?> returnType) {
		if (CompletionStage.class.isAssignableFrom(returnType)) {
			return STAGE;
		}
		if (Future.class.isAssignableFrom(returnType)) {
			return FUTURE;
		}
		if (BaseStream.class.isAssignableFrom(returnType)) {
			return STREAM;
		}
		return (returnType == InputStream.class) ? INPUT_STREAM : null;
	}

	/**
	 * Has a span end with the result.
	 * @param result what the method returned
	 * @param end takes the value or what the work failed with
	 * @return what the method is to return
	 */
	Object whenDone(Object result, BiConsumer<@Nullable Object, @Nullable Throwable> end) {
		try {
			return attach(result, end);
		}
		catch (RuntimeException ex) {
			// A stream that is used up already, a stage that takes no listeners.
			end.accept(null, null);
			return result;
		}
	}

	abstract Object attach(Object result, BiConsumer<@Nullable Object, @Nullable Throwable> end);

	/** What went wrong, out of its wrappers; being cancelled is none. */
	private static @Nullable Throwable failure(@Nullable Throwable error) {
		Throwable failure = error;
		while ((failure instanceof CompletionException || failure instanceof ExecutionException)
				&& failure.getCause() != null) {
			failure = failure.getCause();
		}
		return (failure instanceof CancellationException) ? null : failure;
	}

}
