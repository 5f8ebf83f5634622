package io.github.tracingboot.sampling;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.jspecify.annotations.Nullable;

/** A buffer, with a tracer before it and a list behind it. */
final class Keeping implements AutoCloseable {

	static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

	/** What the exporters get of the traces that are kept. */
	final List<ReadableSpan> exported = new CopyOnWriteArrayList<>();

	final AtomicLong nanos = new AtomicLong();

	final KeepBuffer buffer;

	final Tracer tracer;

	private final SdkTracerProvider provider;

	Keeping(SamplingProperties.Keep keep, Sampler head) {
		this.buffer = new KeepBuffer(keep, List.of(exporting(this.exported::add)), this.nanos::get);
		this.provider = SdkTracerProvider.builder()
			.setSampler(new KeepSampler(head, this.buffer))
			.addSpanProcessor(this.buffer)
			.build();
		this.tracer = this.provider.get("test");
	}

	/** As exporting processors do, it leaves out what is not sampled. */
	static SpanProcessor exporting(Consumer<ReadableSpan> export) {
		return onEnd((span) -> {
			if (span.getSpanContext().isSampled()) {
				export.accept(span);
			}
		});
	}

	static SpanProcessor onEnd(Consumer<ReadableSpan> ended) {
		return new SpanProcessor() {
			@Override
			public void onStart(Context parent, ReadWriteSpan span) {
			}

			@Override
			public boolean isStartRequired() {
				return false;
			}

			@Override
			public void onEnd(ReadableSpan span) {
				ended.accept(span);
			}

			@Override
			public boolean isEndRequired() {
				return true;
			}
		};
	}

	/** Nothing is sampled, as if the ratio were not known. */
	static Keeping of(SamplingProperties.Keep keep) {
		return new Keeping(keep, Sampler.parentBased(Sampler.alwaysOff()));
	}

	static Keeping errors() {
		return of(keep(null));
	}

	static SamplingProperties.Keep keep(@Nullable Duration slowerThan, SamplingProperties.KeepRule... rules) {
		return limited(slowerThan, 1000, 1000, rules);
	}

	static SamplingProperties.Keep limited(@Nullable Duration slowerThan, int spans, int traces,
			SamplingProperties.KeepRule... rules) {
		return new SamplingProperties.Keep(true, slowerThan, List.of(rules), spans, traces, Duration.ofMinutes(1));
	}

	Span root(String name) {
		return root(name, SpanKind.INTERNAL);
	}

	Span root(String name, SpanKind kind) {
		return this.tracer.spanBuilder(name).setNoParent().setSpanKind(kind).startSpan();
	}

	Span root(String name, SpanContext remote) {
		return this.tracer.spanBuilder(name).setParent(Context.root().with(Span.wrap(remote))).startSpan();
	}

	Span child(String name, Span parent) {
		return this.tracer.spanBuilder(name).setParent(Context.root().with(parent)).startSpan();
	}

	static SpanContext remote(TraceFlags flags, TraceState state) {
		return SpanContext.createFromRemoteParent(TRACE_ID, "b7ad6b7169203331", flags, state);
	}

	static SpanContext remote() {
		return remote(TraceFlags.getDefault(), TraceState.getDefault());
	}

	List<String> names() {
		return this.exported.stream().map(ReadableSpan::getName).toList();
	}

	SpanData exported(String name) {
		return this.exported.stream()
			.filter((span) -> span.getName().equals(name))
			.findFirst()
			.orElseThrow()
			.toSpanData();
	}

	long figure(String name) {
		return Objects.requireNonNull(this.buffer.figures().byName().get(name));
	}

	void pass(Duration time) {
		this.nanos.addAndGet(time.toNanos());
		this.buffer.decideOld();
	}

	@Override
	public void close() {
		this.provider.close();
	}

}
