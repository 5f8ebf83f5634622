package io.github.tracingboot.exporter;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;

/** Prints each finished trace as a tree. */
final class ConsoleSpanExporter implements SpanExporter {

	private static final Duration QUIET = Duration.ofSeconds(1);

	private static final int MAX_SPANS = 10_000;

	private final PrintStream out;

	private final TraceTree.View view;

	private final Duration quiet;

	private final WaitingTraces traces;

	private final ScheduledThreadPoolExecutor timer;

	private boolean scheduled;

	ConsoleSpanExporter(PrintStream out, TraceTree.View view, Duration quiet, int maxSpans) {
		this.out = out;
		this.view = view;
		this.quiet = quiet;
		this.traces = new WaitingTraces(quiet, maxSpans);
		this.timer = new ScheduledThreadPoolExecutor(1, ConsoleSpanExporter::daemon);
	}

	static ConsoleSpanExporter to(PrintStream out, TraceTree.View view) {
		return new ConsoleSpanExporter(out, view, QUIET, MAX_SPANS);
	}

	private static Thread daemon(Runnable task) {
		Thread thread = new Thread(task, "tracing-console");
		thread.setDaemon(true);
		return thread;
	}

	@Override
	public synchronized CompletableResultCode export(Collection<SpanData> spans) {
		if (this.timer.isShutdown()) {
			return CompletableResultCode.ofFailure();
		}
		print(this.traces.add(spans, System.nanoTime()));
		scheduleCheck();
		return CompletableResultCode.ofSuccess();
	}

	@Override
	public synchronized CompletableResultCode flush() {
		print(this.traces.takeAll());
		return CompletableResultCode.ofSuccess();
	}

	@Override
	public synchronized CompletableResultCode shutdown() {
		this.timer.shutdownNow();
		return flush();
	}

	private void scheduleCheck() {
		if (!this.scheduled && !this.timer.isShutdown() && this.traces.hasFinished()) {
			this.scheduled = true;
			ScheduledFuture<?> unused = this.timer.schedule(this::check, this.quiet.toNanos() / 4,
					TimeUnit.NANOSECONDS);
		}
	}

	private synchronized void check() {
		this.scheduled = false;
		print(this.traces.takeQuiet(System.nanoTime()));
		scheduleCheck();
	}

	private void print(List<List<SpanData>> finished) {
		for (List<SpanData> trace : finished) {
			this.out.print(TraceTree.render(trace, this.view));
			this.out.flush();
		}
	}

}
