package io.github.tracingboot.sample.collector;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;

/**
 * The latest traces, from whichever agents export to it. Being a {@link SpanExporter}, it
 * joins the other exporters of an application as soon as it is a bean.
 */
public final class TraceCollector implements SpanExporter {

	private static final int MAX_TRACES = 500;

	private static final int MAX_SPANS = 1_000;

	// Longer than a batch waits in any agent, see tracing.exporter.batch.schedule-delay.
	private static final Duration QUIET = Duration.ofMillis(250);

	private final Map<String, Trace> traces = new LinkedHashMap<>();

	private final List<Consumer<SpanData>> listeners = new CopyOnWriteArrayList<>();

	/**
	 * Waits until a trace has arrived: its root, every parent of a span, and then nothing
	 * for a moment, since nobody can know that a trace is over.
	 * @param rootSpanId the span that everything else is below; what is above it may be
	 * somebody else's
	 * @param timeout longest time to wait
	 * @return what has arrived until then
	 */
	public synchronized List<SpanData> await(String traceId, String rootSpanId, Duration timeout) {
		await(() -> trace(traceId).isComplete(rootSpanId) && trace(traceId).isQuiet(), timeout);
		return spans(traceId);
	}

	/**
	 * Waits as {@link #await} does, for the traces that link to it as well.
	 * @return whether all have arrived
	 */
	public synchronized boolean awaitWithLinked(String traceId, String rootSpanId, Duration timeout) {
		return await(() -> trace(traceId).isComplete(rootSpanId) && trace(traceId).isQuiet()
				&& linkedTo(traceId).stream()
					.map(this::trace)
					.allMatch((linked) -> linked.isComplete("") && linked.isQuiet()),
				timeout);
	}

	/**
	 * Waits for a span.
	 * @param timeout longest time to wait
	 * @return the first that has arrived
	 */
	public synchronized Optional<SpanData> await(Predicate<SpanData> wanted, Duration timeout) {
		List<SpanData> found = new ArrayList<>();
		await(() -> {
			this.traces.values().forEach((trace) -> trace.spans.stream().filter(wanted).forEach(found::add));
			return !found.isEmpty();
		}, timeout);
		return found.stream().findFirst();
	}

	/**
	 * What has arrived of a trace.
	 * @param traceId its id
	 */
	public synchronized List<SpanData> spans(String traceId) {
		return List.copyOf(trace(traceId).spans);
	}

	/**
	 * Traces with a span that links to one of this trace.
	 * @param traceId its id
	 * @return their ids, in the order in which they arrived
	 */
	public synchronized List<String> linkedTo(String traceId) {
		return this.traces.entrySet()
			.stream()
			.filter((other) -> !other.getKey().equals(traceId) && other.getValue().links.contains(traceId))
			.map(Map.Entry::getKey)
			.toList();
	}

	/**
	 * Hands on every span that arrives from now on.
	 * @return ends it
	 */
	public Runnable listen(Consumer<SpanData> listener) {
		this.listeners.add(listener);
		return () -> this.listeners.remove(listener);
	}

	@Override
	public CompletableResultCode export(Collection<SpanData> spans) {
		add(spans);
		this.listeners.forEach(spans::forEach);
		return CompletableResultCode.ofSuccess();
	}

	private synchronized void add(Collection<SpanData> spans) {
		for (SpanData span : spans) {
			this.traces.computeIfAbsent(span.getTraceId(), (id) -> new Trace()).add(span);
		}
		while (this.traces.size() > MAX_TRACES) {
			this.traces.remove(this.traces.keySet().iterator().next());
		}
		notifyAll();
	}

	private Trace trace(String traceId) {
		return this.traces.getOrDefault(traceId, Trace.NONE);
	}

	private synchronized boolean await(BooleanSupplier condition, Duration timeout) {
		long deadline = System.nanoTime() + timeout.toNanos();
		try {
			while (!condition.getAsBoolean()) {
				long left = deadline - System.nanoTime();
				if (left <= 0) {
					return false;
				}
				// Quiet comes without anybody telling.
				TimeUnit.NANOSECONDS.timedWait(this, Math.max(1_000_000, Math.min(left, QUIET.toNanos() / 5)));
			}
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	@Override
	public CompletableResultCode flush() {
		return CompletableResultCode.ofSuccess();
	}

	@Override
	public CompletableResultCode shutdown() {
		return CompletableResultCode.ofSuccess();
	}

	private static final class Trace {

		static final Trace NONE = new Trace();

		private final List<SpanData> spans = new ArrayList<>();

		private final Set<String> links = new HashSet<>();

		private long lastArrival;

		void add(SpanData span) {
			if (this.spans.size() < MAX_SPANS) {
				this.spans.add(span);
				span.getLinks().forEach((link) -> this.links.add(link.getSpanContext().getTraceId()));
			}
			this.lastArrival = System.nanoTime();
		}

		boolean isQuiet() {
			return System.nanoTime() - this.lastArrival > QUIET.toNanos();
		}

		boolean isComplete(String rootSpanId) {
			Set<String> arrived = new HashSet<>();
			this.spans.forEach((span) -> arrived.add(span.getSpanId()));
			return (rootSpanId.isEmpty() ? !arrived.isEmpty() : arrived.contains(rootSpanId)) && this.spans.stream()
				.allMatch((span) -> span.getSpanId().equals(rootSpanId) || !span.getParentSpanContext().isValid()
						|| arrived.contains(span.getParentSpanId()));
		}

	}

}
