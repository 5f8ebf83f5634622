package io.github.tracingboot.benchmarks;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

import io.github.tracingboot.benchmarks.TracedSubjects.BareSdk;
import io.github.tracingboot.benchmarks.TracedSubjects.EmptyProxy;
import io.github.tracingboot.benchmarks.TracedSubjects.HandWritten;
import io.github.tracingboot.benchmarks.TracedSubjects.HandWrittenUnsampled;
import io.github.tracingboot.benchmarks.TracedSubjects.JavaAgent;
import io.github.tracingboot.benchmarks.TracedSubjects.NewSpan;
import io.github.tracingboot.benchmarks.TracedSubjects.NewSpanUnsampled;
import io.github.tracingboot.benchmarks.TracedSubjects.Observed;
import io.github.tracingboot.benchmarks.TracedSubjects.ObservedUnsampled;
import io.github.tracingboot.benchmarks.TracedSubjects.OurTracer;
import io.github.tracingboot.benchmarks.TracedSubjects.Traced;
import io.github.tracingboot.benchmarks.TracedSubjects.TracedUnsampled;
import io.github.tracingboot.benchmarks.TracedSubjects.WithSpan;
import io.github.tracingboot.benchmarks.TracedSubjects.WithSpanUnsampled;

/**
 * One method in a span of its own, by hand and by each annotation there is. What the
 * method's name ends with is the case; without one, the span is sampled and has two
 * attributes.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(3)
public class TracedBenchmark {

	private static final String JAVA_AGENT = "-javaagent:benchmarks/target/opentelemetry-javaagent.jar";

	private static final String EXTENSION = "-Dotel.javaagent.extensions=benchmarks/target/benchmarks-agent-extension.jar";

	private static final String NO_TRACES = "-Dotel.traces.exporter=none";

	private static final String NO_METRICS = "-Dotel.metrics.exporter=none";

	private static final String NO_LOGS = "-Dotel.logs.exporter=none";

	/** A second span processor, which nobody else has. */
	private static final String NO_THREAD = "-Dotel.javaagent.add-thread-details=false";

	private static final String ALWAYS_OFF = "-Dotel.traces.sampler=always_off";

	@Benchmark
	public long handWritten(HandWritten state) {
		return state.subject.call();
	}

	@Benchmark
	public long traced(Traced state) {
		return state.subject.call();
	}

	@Benchmark
	public long withSpan(WithSpan state) {
		return state.subject.call();
	}

	@Benchmark
	@Fork(jvmArgsAppend = { JAVA_AGENT, EXTENSION, NO_TRACES, NO_METRICS, NO_LOGS, NO_THREAD })
	public long agentWithSpan(JavaAgent state) {
		return state.subject.call();
	}

	@Benchmark
	public long observed(Observed state) {
		return state.subject.call();
	}

	@Benchmark
	public long newSpan(NewSpan state) {
		return state.subject.call();
	}

	@Benchmark
	public long handWrittenBareSdk(BareSdk state) {
		return state.subject.call();
	}

	@Benchmark
	public long handWrittenOurTracer(OurTracer state) {
		return state.subject.call();
	}

	@Benchmark
	public long emptyProxy(EmptyProxy state) {
		return state.subject.unannotated();
	}

	@Benchmark
	public long handWrittenUnsampled(HandWrittenUnsampled state) {
		return state.subject.call();
	}

	@Benchmark
	public long tracedUnsampled(TracedUnsampled state) {
		return state.subject.call();
	}

	@Benchmark
	public long withSpanUnsampled(WithSpanUnsampled state) {
		return state.subject.call();
	}

	@Benchmark
	@Fork(jvmArgsAppend = { JAVA_AGENT, EXTENSION, NO_TRACES, NO_METRICS, NO_LOGS, NO_THREAD, ALWAYS_OFF })
	public long agentWithSpanUnsampled(JavaAgent state) {
		return state.subject.call();
	}

	@Benchmark
	public long observedUnsampled(ObservedUnsampled state) {
		return state.subject.call();
	}

	@Benchmark
	public long newSpanUnsampled(NewSpanUnsampled state) {
		return state.subject.call();
	}

	@Benchmark
	public Object handWrittenException(HandWritten state) {
		return state.subject.fail();
	}

	@Benchmark
	public Object tracedException(Traced state) {
		return state.subject.fail();
	}

	@Benchmark
	public Object withSpanException(WithSpan state) {
		return state.subject.fail();
	}

	@Benchmark
	@Fork(jvmArgsAppend = { JAVA_AGENT, EXTENSION, NO_TRACES, NO_METRICS, NO_LOGS, NO_THREAD })
	public Object agentWithSpanException(JavaAgent state) {
		return state.subject.fail();
	}

	@Benchmark
	public Object observedException(Observed state) {
		return state.subject.fail();
	}

	@Benchmark
	public Object newSpanException(NewSpan state) {
		return state.subject.fail();
	}

	@Benchmark
	public CompletableFuture<Long> handWrittenFuture(HandWritten state) {
		return state.subject.complete();
	}

	@Benchmark
	public CompletableFuture<Long> tracedFuture(Traced state) {
		return state.subject.complete();
	}

	@Benchmark
	public CompletableFuture<Long> withSpanFuture(WithSpan state) {
		return state.subject.complete();
	}

	@Benchmark
	@Fork(jvmArgsAppend = { JAVA_AGENT, EXTENSION, NO_TRACES, NO_METRICS, NO_LOGS, NO_THREAD })
	public CompletableFuture<Long> agentWithSpanFuture(JavaAgent state) {
		return state.subject.complete();
	}

	@Benchmark
	public CompletableFuture<Long> observedFuture(Observed state) {
		return state.subject.complete();
	}

	@Benchmark
	public long handWrittenNested(HandWritten state) {
		return state.subject.nest();
	}

	@Benchmark
	public long tracedNested(Traced state) {
		return state.subject.nest();
	}

	@Benchmark
	public long withSpanNested(WithSpan state) {
		return state.subject.nest();
	}

	@Benchmark
	@Fork(jvmArgsAppend = { JAVA_AGENT, EXTENSION, NO_TRACES, NO_METRICS, NO_LOGS, NO_THREAD })
	public long agentWithSpanNested(JavaAgent state) {
		return state.subject.nest();
	}

	@Benchmark
	public long observedNested(Observed state) {
		return state.subject.nest();
	}

	@Benchmark
	public long newSpanNested(NewSpan state) {
		return state.subject.nest();
	}

	@Benchmark
	public long handWrittenPlainParameter(HandWritten state) {
		return state.subject.plainParameter();
	}

	@Benchmark
	public long tracedPlainParameter(Traced state) {
		return state.subject.plainParameter();
	}

	@Benchmark
	public long tracedSpel(Traced state) {
		return state.subject.spel();
	}

	@Benchmark
	public long tracedUnannotated(Traced state) {
		return state.subject.unannotated();
	}

}
