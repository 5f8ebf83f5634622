package io.github.tracingboot.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Records spans as they end, as a bean beside the real processors. A test takes each span
 * that it expects; one that leaves a span open or unclaimed fails.
 */
public final class SpanRecorder implements SpanProcessor, BeforeEachCallback, AfterEachCallback {

	private static final Duration DEADLINE = Duration.ofSeconds(10);

	private final Set<ReadableSpan> open = ConcurrentHashMap.newKeySet();

	private final List<SpanData> unclaimed = new ArrayList<>();

	/**
	 * Waits for the first ended span of this name that nobody has taken.
	 * @param name the span's final name
	 * @return the span
	 */
	public SpanData take(String name) {
		return take("named '" + name + "'", (span) -> span.getName().equals(name));
	}

	public SpanData take(SpanKind kind) {
		return take("of kind " + kind, (span) -> span.getKind() == kind);
	}

	public synchronized SpanData take(String what, Predicate<SpanData> wanted) {
		long deadline = System.nanoTime() + DEADLINE.toNanos();
		while (true) {
			for (int i = 0; i < this.unclaimed.size(); i++) {
				if (wanted.test(this.unclaimed.get(i))) {
					return this.unclaimed.remove(i);
				}
			}
			await(deadline, "no span " + what);
		}
	}

	/**
	 * Drops the ended spans of this name that nobody has taken, where how many there are
	 * is not known.
	 * @param name the spans' final name
	 */
	public synchronized void dropEnded(String name) {
		long deadline = System.nanoTime() + DEADLINE.toNanos();
		while (!this.open.isEmpty()) {
			await(deadline, "spans left open " + this.open);
		}
		this.unclaimed.removeIf((span) -> span.getName().equals(name));
	}

	/**
	 * Fails unless everything recorded has ended and has been taken.
	 */
	public synchronized void assertNothingLeft() {
		long deadline = System.nanoTime() + DEADLINE.toNanos();
		while (!this.open.isEmpty()) {
			await(deadline, "spans left open " + this.open);
		}
		if (!this.unclaimed.isEmpty()) {
			throw new AssertionError("Spans that the test did not claim: " + this.unclaimed);
		}
	}

	@Override
	public synchronized void beforeEach(ExtensionContext context) {
		this.open.clear();
		this.unclaimed.clear();
	}

	@Override
	public void afterEach(ExtensionContext context) {
		if (context.getExecutionException().isEmpty()) {
			assertNothingLeft();
		}
	}

	@Override
	public void onStart(Context parent, ReadWriteSpan span) {
		this.open.add(span);
	}

	@Override
	public boolean isStartRequired() {
		return true;
	}

	@Override
	public synchronized void onEnd(ReadableSpan span) {
		this.open.remove(span);
		this.unclaimed.add(span.toSpanData());
		notifyAll();
	}

	@Override
	public boolean isEndRequired() {
		return true;
	}

	@SuppressWarnings("WaitNotInLoop") // the callers loop
	private void await(long deadline, String failure) {
		long millis = (deadline - System.nanoTime()) / 1_000_000;
		if (millis <= 0) {
			throw new AssertionError(failure + "; ended and not taken: " + this.unclaimed);
		}
		try {
			wait(millis);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError(ex);
		}
	}

}
