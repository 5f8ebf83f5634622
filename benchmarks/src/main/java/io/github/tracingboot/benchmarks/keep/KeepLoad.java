package io.github.tracingboot.benchmarks.keep;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

import io.github.tracingboot.benchmarks.Results;

/**
 * Two threads make traces of ten spans that the sampler refuses. One in a hundred has an
 * error; every thousandth has a root that never ends. Arguments: spans, file for the
 * result.
 */
public final class KeepLoad {

	private static final int THREADS = 2;

	private static final int SPANS = 10;

	private static final int ROUNDS = 10;

	private static final int MOST_SPANS = 2000;

	private final Map<String, Integer> ended = new ConcurrentHashMap<>();

	private final Map<String, AtomicInteger> exported = new ConcurrentHashMap<>();

	private final LongAdder recorded = new LongAdder();

	private final LongAdder neverEnded = new LongAdder();

	private KeepLoad() {
	}

	public static void main(String[] args) throws IOException {
		int spans = (args.length > 0) ? Integer.parseInt(args[0]) : 5_000_000;
		new KeepLoad().run(spans, (args.length > 1) ? Path.of(args[1]) : null);
	}

	private void run(int spans, @Nullable Path file) throws IOException {
		Results results = new Results("Errors kept under load", "benchmarks/run.sh keep-load " + spans);
		try (KeepApplication application = new KeepApplication(
				(span) -> this.exported.computeIfAbsent(span.getTraceId(), (id) -> new AtomicInteger())
					.incrementAndGet(),
				"tracing.sampling.probability=0.0", "tracing.sampling.keep.errors=true",
				"tracing.sampling.keep.max-spans=" + MOST_SPANS, "tracing.sampling.keep.max-age=5m",
				"tracing.exporter.batch.max-queue-size=65536")) {
			results.line(
					"%d spans by %d threads in traces of %d, none of them sampled, room for %d that wait. Errors in"
							+ " one trace of a hundred; every thousandth root never ends. The heap has %d MB at most.",
					spans, THREADS, SPANS, MOST_SPANS, Runtime.getRuntime().maxMemory() >> 20);
			results.line("");
			results.line("| spans | seconds | heap after collection, MB | spans waiting |");
			results.line("|---|---|---|---|");
			long start = System.nanoTime();
			for (int round = 1; round <= ROUNDS; round++) {
				makeTraces(application.tracer(), spans / SPANS / ROUNDS / THREADS);
				double seconds = (System.nanoTime() - start) / 1e9;
				long waiting = application.figure("waiting.spans");
				System.gc();
				results.line("| %d | %.1f | %d | %d |", (long) spans / ROUNDS * round, seconds,
						ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20, waiting);
			}
			application.flush();
			report(results, application);
		}
		if (file != null) {
			results.write(file);
		}
	}

	private void makeTraces(Tracer tracer, int traces) {
		List<CompletableFuture<Void>> threads = new ArrayList<>();
		for (int i = 0; i < THREADS; i++) {
			threads.add(CompletableFuture.runAsync(() -> {
				for (int trace = 1; trace <= traces; trace++) {
					makeTrace(tracer, trace % 100 == 50, trace % 1000 != 0);
				}
			}));
		}
		threads.forEach(CompletableFuture::join);
	}

	private void makeTrace(Tracer tracer, boolean failing, boolean ending) {
		Span root = tracer.spanBuilder("POST /orders").setAttribute("query.type", "price").startSpan();
		Context parent = Context.root().with(root);
		for (int i = 1; i < SPANS; i++) {
			Span child = tracer.spanBuilder("OrderService.find").setParent(parent).setAttribute("step", i).startSpan();
			if (failing && i == SPANS / 2) {
				child.setStatus(StatusCode.ERROR);
			}
			if (child.isRecording()) {
				this.recorded.increment();
			}
			child.end();
		}
		if (ending) {
			this.recorded.increment();
			root.end();
		}
		else {
			this.neverEnded.increment();
		}
		if (failing) {
			this.ended.put(root.getSpanContext().getTraceId(), ending ? SPANS : SPANS - 1);
		}
	}

	private void report(Results results, KeepApplication application) {
		long whole = this.ended.entrySet()
			.stream()
			.filter((trace) -> exported(trace.getKey()) == trace.getValue())
			.count();
		long missing = this.ended.keySet().stream().filter((trace) -> exported(trace) == 0).count();
		long others = this.exported.keySet().stream().filter((trace) -> !this.ended.containsKey(trace)).count();
		long spans = this.exported.values().stream().mapToLong(AtomicInteger::get).sum();
		long counted = application.figure("kept.error.spans") + application.figure("dropped.spans")
				+ application.figure("evicted.spans") + application.figure("waiting.spans");
		results.line("");
		results.line("| | |");
		results.line("|---|---|");
		results.line("| traces with an error | %d |", this.ended.size());
		results.line("| exported whole | **%d** |", whole);
		results.line("| exported in part | **%d** |", this.ended.size() - whole - missing);
		results.line("| not exported | %d |", missing);
		results.line("| exported without an error | %d |", others);
		results.line("| roots that never ended | %d |", this.neverEnded.sum());
		application.figures().forEach((name, value) -> {
			if (value != 0) {
				results.line("| %s | %d |", name, value);
			}
		});
		results.line("| spans that ended, recorded | %d |", this.recorded.sum());
		results.line("| kept + dropped + evicted + waiting | **%d** |", counted);
		results.line("| spans that the exporter got | %d |", spans);
		if (counted != this.recorded.sum() || spans != application.figure("kept.error.spans")
				|| whole != this.ended.size()) {
			throw new IllegalStateException("The counts do not add up");
		}
	}

	private int exported(String trace) {
		AtomicInteger spans = this.exported.get(trace);
		return (spans != null) ? spans.get() : 0;
	}

}
