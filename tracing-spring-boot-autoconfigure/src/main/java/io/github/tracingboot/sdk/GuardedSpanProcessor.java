package io.github.tracingboot.sdk;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what a processor throws away from the code that starts and ends spans, and from
 * the processors after it.
 */
final class GuardedSpanProcessor implements SpanProcessor {

	private static final Logger logger = LoggerFactory.getLogger(GuardedSpanProcessor.class);

	private final SpanProcessor delegate;

	private final AtomicBoolean reported = new AtomicBoolean();

	GuardedSpanProcessor(SpanProcessor delegate) {
		this.delegate = delegate;
	}

	@Override
	public void onStart(Context parent, ReadWriteSpan span) {
		try {
			this.delegate.onStart(parent, span);
		}
		catch (VirtualMachineError ex) {
			throw ex;
		}
		catch (Throwable ex) {
			report(ex);
		}
	}

	@Override
	public boolean isStartRequired() {
		return this.delegate.isStartRequired();
	}

	@Override
	public void onEnd(ReadableSpan span) {
		try {
			this.delegate.onEnd(span);
		}
		catch (VirtualMachineError ex) {
			throw ex;
		}
		catch (Throwable ex) {
			report(ex);
		}
	}

	@Override
	public boolean isEndRequired() {
		return this.delegate.isEndRequired();
	}

	@Override
	public CompletableResultCode shutdown() {
		return guarded(this.delegate::shutdown);
	}

	@Override
	public CompletableResultCode forceFlush() {
		return guarded(this.delegate::forceFlush);
	}

	private CompletableResultCode guarded(Supplier<CompletableResultCode> call) {
		try {
			return Objects.requireNonNull(call.get(), "no result");
		}
		catch (VirtualMachineError ex) {
			throw ex;
		}
		catch (Throwable ex) {
			report(ex);
			return CompletableResultCode.ofExceptionalFailure(ex);
		}
	}

	private void report(Throwable failure) {
		if (this.reported.compareAndSet(false, true)) {
			logger.warn("The span processor {} failed; it is called for the next span all the same and is not"
					+ " reported again", this.delegate.getClass().getName(), failure);
		}
	}

	@Override
	public String toString() {
		return this.delegate.toString();
	}

}
