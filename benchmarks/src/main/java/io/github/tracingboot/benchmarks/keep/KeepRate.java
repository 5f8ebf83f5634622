package io.github.tracingboot.benchmarks.keep;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

import io.github.tracingboot.benchmarks.Results;

/**
 * How many traces of a known mix are exported, and what the exported ones say about the
 * mix. Arguments: traces, file for the result.
 */
public final class KeepRate {

	private static final double HEAD = 0.1;

	private static final double ERRORS = 0.02;

	private static final double SLOW = 0.03;

	private static final long SECOND = 1_000_000_000L;

	private final LongAdder head = new LongAdder();

	private final LongAdder headOrdinary = new LongAdder();

	private final LongAdder keptErrors = new LongAdder();

	private final LongAdder keptSlow = new LongAdder();

	private final LongAdder headErrors = new LongAdder();

	private final LongAdder headSlow = new LongAdder();

	private KeepRate() {
	}

	public static void main(String[] args) throws IOException {
		int traces = (args.length > 0) ? Integer.parseInt(args[0]) : 300_000;
		new KeepRate().run(traces, (args.length > 1) ? Path.of(args[1]) : null);
	}

	private void run(int traces, @Nullable Path file) throws IOException {
		Results results = new Results("What is kept of a mix", "benchmarks/run.sh keep-load");
		int errors = 0;
		int slow = 0;
		try (KeepApplication application = new KeepApplication(this::exported, "tracing.sampling.probability=" + HEAD,
				"tracing.sampling.keep.errors=true", "tracing.sampling.keep.slower-than=1s",
				"tracing.exporter.batch.max-queue-size=65536")) {
			Random random = new Random(7);
			for (int i = 0; i < traces; i++) {
				boolean failing = random.nextDouble() < ERRORS;
				boolean slowly = random.nextDouble() < SLOW;
				makeTrace(application.tracer(), failing, slowly);
				errors += failing ? 1 : 0;
				slow += (slowly && !failing) ? 1 : 0;
			}
			application.flush();
		}
		report(results, traces, errors, slow);
		if (file != null) {
			results.write(file);
		}
	}

	private static void makeTrace(Tracer tracer, boolean failing, boolean slowly) {
		Span root = tracer.spanBuilder("POST /orders")
			.setSpanKind(SpanKind.SERVER)
			.setStartTimestamp(SECOND, TimeUnit.NANOSECONDS)
			.startSpan();
		Span child = tracer.spanBuilder("OrderService.find")
			.setParent(Context.root().with(root))
			.setStartTimestamp(SECOND, TimeUnit.NANOSECONDS)
			.startSpan();
		if (failing) {
			child.setStatus(StatusCode.ERROR);
			root.setStatus(StatusCode.ERROR);
		}
		child.end(SECOND + 1, TimeUnit.NANOSECONDS);
		root.end(SECOND + (slowly ? 2 * SECOND : 1), TimeUnit.NANOSECONDS);
	}

	/** As a backend sees it. */
	private void exported(SpanData span) {
		if (span.getKind() != SpanKind.SERVER) {
			return;
		}
		boolean failed = span.getStatus().getStatusCode() == StatusCode.ERROR;
		boolean slow = span.getEndEpochNanos() - span.getStartEpochNanos() >= SECOND;
		if (span.getAttributes().get(AttributeKey.stringKey("sampling.reason")) != null) {
			(failed ? this.keptErrors : this.keptSlow).increment();
			return;
		}
		this.head.increment();
		(failed ? this.headErrors : slow ? this.headSlow : this.headOrdinary).increment();
	}

	private void report(Results results, int traces, int errors, int slow) {
		results.line("%d traces, of which a share of %.2f is to be sampled; %d with an error, %d slow without one.",
				traces, HEAD, errors, slow);
		results.line("");
		results.line("| | expected | observed | difference |");
		results.line("|---|---|---|---|");
		double interesting = errors + slow;
		row(results, "taken by the head sampler", HEAD * traces, this.head.doubleValue());
		row(results, "kept for an error", (1 - HEAD) * errors, this.keptErrors.doubleValue());
		row(results, "kept as slow", (1 - HEAD) * slow, this.keptSlow.doubleValue());
		row(results, "exported in all", HEAD * traces + (1 - HEAD) * interesting,
				this.head.doubleValue() + this.keptErrors.doubleValue() + this.keptSlow.doubleValue());
		row(results, "all errors: exported ones", errors,
				this.headErrors.doubleValue() + this.keptErrors.doubleValue());
		row(results, "all slow ones: exported ones", slow, this.headSlow.doubleValue() + this.keptSlow.doubleValue());
		row(results, "all traces: those without a reason / ratio", traces, this.head.doubleValue() / HEAD);
		row(results, "all traces: errors + slow + the rest / ratio", traces,
				this.headErrors.doubleValue() + this.keptErrors.doubleValue() + this.headSlow.doubleValue()
						+ this.keptSlow.doubleValue() + this.headOrdinary.doubleValue() / HEAD);
	}

	private static void row(Results results, String what, double expected, double observed) {
		results.line("| %s | %.0f | %.0f | %+.2f %% |", what, expected, observed,
				100 * (observed - expected) / expected);
	}

}
