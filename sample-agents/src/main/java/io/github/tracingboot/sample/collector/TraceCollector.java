package io.github.tracingboot.sample.collector;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.trace.SpanContext;
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

	/**
	 * Waits until a trace has arrived: its root, every parent of a span, and then nothing
	 * for a moment, since nobody can know that a trace is over.
	 * @param root the span that everything else is below
	 * @param timeout longest time to wait
	 * @return what has arrived until then
	 */
	public synchronized List<SpanData> await(SpanContext root, Duration timeout) {
		long deadline = System.nanoTime() + timeout.toNanos();
		while (true) {
			Trace trace = this.traces.getOrDefault(root.getTraceId(), Trace.NONE);
			long now = System.nanoTime();
			long quietFrom = trace.hasAllAbove(root.getSpanId()) ? trace.lastArrival + QUIET.toNanos() : deadline;
			long wait = Math.min(quietFrom, deadline) - now;
			if (wait <= 0) {
				return List.copyOf(trace.spans);
			}
			try {
				TimeUnit.NANOSECONDS.timedWait(this, Math.max(wait, 1_000_000));
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return List.copyOf(trace.spans);
			}
		}
	}

	/**
	 * What has arrived of a trace.
	 * @param traceId its id
	 */
	public synchronized List<SpanData> spans(String traceId) {
		return List.copyOf(this.traces.getOrDefault(traceId, Trace.NONE).spans);
	}

	@Override
	public synchronized CompletableResultCode export(Collection<SpanData> spans) {
		for (SpanData span : spans) {
			this.traces.computeIfAbsent(span.getTraceId(), (id) -> new Trace()).add(span);
		}
		while (this.traces.size() > MAX_TRACES) {
			this.traces.remove(this.traces.keySet().iterator().next());
		}
		notifyAll();
		return CompletableResultCode.ofSuccess();
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

		private long lastArrival;

		void add(SpanData span) {
			if (this.spans.size() < MAX_SPANS) {
				this.spans.add(span);
			}
			this.lastArrival = System.nanoTime();
		}

		boolean hasAllAbove(String rootSpanId) {
			Set<String> arrived = new HashSet<>();
			this.spans.forEach((span) -> arrived.add(span.getSpanId()));
			return arrived.contains(rootSpanId) && this.spans.stream()
				.allMatch((span) -> span.getSpanId().equals(rootSpanId) || arrived.contains(span.getParentSpanId()));
		}

	}

}
