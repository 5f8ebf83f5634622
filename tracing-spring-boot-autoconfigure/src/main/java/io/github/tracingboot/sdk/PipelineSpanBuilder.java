package io.github.tracingboot.sdk;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/** What is known of a span before it starts. */
final class PipelineSpanBuilder implements SpanBuilder {

	/** W3C Trace Context Level 2: the trace's id is random. */
	private static final byte RANDOM = 0x02;

	/** Told where OpenTelemetry itself does, from its version 1.61 on. */
	private static final byte RANDOM_IF_KNOWN = ClassUtils.hasMethod(TraceFlags.class, "isTraceIdRandom") ? RANDOM : 0;

	private final PipelineTracer tracer;

	private final String name;

	/** The current context if there is none. */
	private @Nullable Context parent;

	private SpanKind kind = SpanKind.INTERNAL;

	private @Nullable SpanAttributes attributes;

	/** What came first and together, mostly a constant: copied if it is needed. */
	private @Nullable Attributes given;

	private @Nullable List<LinkData> links;

	/** Of all spans that it starts, as the SDK has it. */
	private int addedLinks;

	private long startEpochNanos;

	PipelineSpanBuilder(PipelineTracer tracer, String name) {
		this.tracer = tracer;
		this.name = name;
	}

	@Override
	public SpanBuilder setParent(@Nullable Context context) {
		if (context != null) {
			this.parent = context;
		}
		return this;
	}

	@Override
	public SpanBuilder setNoParent() {
		this.parent = Context.root();
		return this;
	}

	@Override
	public SpanBuilder addLink(@Nullable SpanContext linked) {
		return addLink(linked, null);
	}

	@Override
	public SpanBuilder addLink(@Nullable SpanContext linked, @Nullable Attributes attributes) {
		if (linked == null || !linked.isValid()) {
			return this;
		}
		this.addedLinks++;
		if (this.links == null) {
			this.links = new ArrayList<>();
		}
		if (this.links.size() < this.tracer.pipeline().maxLinks) {
			this.links.add(link(this.tracer.pipeline(), linked, attributes));
		}
		return this;
	}

	static LinkData link(SpanPipeline pipeline, SpanContext linked, @Nullable Attributes attributes) {
		if (attributes == null || attributes.isEmpty()) {
			return LinkData.create(linked);
		}
		return LinkData.create(linked,
				ValueLimit.apply(attributes, pipeline.maxAttributesPerLink, pipeline.maxValueLength),
				attributes.size());
	}

	@Override
	public SpanBuilder setAttribute(String key, @Nullable String value) {
		return setAttribute(AttributeKey.stringKey(key), value);
	}

	@Override
	public SpanBuilder setAttribute(String key, long value) {
		return setAttribute(AttributeKey.longKey(key), value);
	}

	@Override
	public SpanBuilder setAttribute(String key, double value) {
		return setAttribute(AttributeKey.doubleKey(key), value);
	}

	@Override
	public SpanBuilder setAttribute(String key, boolean value) {
		return setAttribute(AttributeKey.booleanKey(key), value);
	}

	@Override
	public <T> SpanBuilder setAttribute(@Nullable AttributeKey<T> key, @Nullable T value) {
		if (key != null && value != null && !key.getKey().isEmpty()) {
			attributes().put(key, value);
		}
		return this;
	}

	@Override
	public SpanBuilder setAllAttributes(@Nullable Attributes all) {
		if (all == null || all.isEmpty()) {
			return this;
		}
		if (this.attributes == null && this.given == null && this.tracer.pipeline().isWithinLimits(all)) {
			this.given = all;
		}
		else {
			attributes().putAll(all);
		}
		return this;
	}

	private SpanAttributes attributes() {
		if (this.attributes == null) {
			this.attributes = this.tracer.pipeline().newAttributes();
			if (this.given != null) {
				this.attributes.putAll(this.given);
				this.given = null;
			}
		}
		return this.attributes;
	}

	@Override
	public SpanBuilder setSpanKind(@Nullable SpanKind kind) {
		if (kind != null) {
			this.kind = kind;
		}
		return this;
	}

	@Override
	public SpanBuilder setStartTimestamp(long startTimestamp, @Nullable TimeUnit unit) {
		if (startTimestamp >= 0 && unit != null) {
			this.startEpochNanos = unit.toNanos(startTimestamp);
		}
		return this;
	}

	// Short, so that what only drops the span is compiled into its callers.
	@Override
	public Span startSpan() {
		Context parent = (this.parent != null) ? this.parent : Context.current();
		Span parentSpan = Span.fromContext(parent);
		SpanContext parentContext = parentSpan.getSpanContext();
		boolean root = !parentContext.isValid();
		// Whoever goes on with the builder changes nothing of a span that it has started.
		List<LinkData> links = this.links;
		this.links = null;
		SamplingResult forRoots = this.tracer.pipeline().decisionForRoots;
		String traceId = (forRoots == null) ? traceId(parentContext) : null;
		SamplingResult sampling = (root && forRoots != null) ? forRoots : askSampler(parent, traceId, links);
		SamplingDecision decision = sampling.getDecision();
		byte random = root ? RANDOM_IF_KNOWN : (byte) (parentContext.getTraceFlags().asByte() & RANDOM);
		byte sampled = (decision == SamplingDecision.RECORD_AND_SAMPLE) ? TraceFlags.getSampled().asByte() : 0;
		TraceFlags flags = TraceFlags.fromByte((byte) (sampled | random));
		TraceState state = sampling.getUpdatedTraceState(parentContext.getTraceState());
		LocalSpanContext context = root ? LocalSpanContext.root(traceId, flags, state)
				: LocalSpanContext.child(parentContext, flags, state);
		return (decision == SamplingDecision.DROP) ? Span.wrap(context)
				: record(context, parent, parentSpan, sampling.getAttributes(), links);
	}

	private SamplingResult askSampler(Context parent, @Nullable String traceId, @Nullable List<LinkData> links) {
		Attributes known = (this.attributes != null) ? this.attributes : this.given;
		return this.tracer.pipeline().sampler.shouldSample(parent, (traceId != null) ? traceId : TraceId.getInvalid(),
				this.name, this.kind, (known != null) ? known : Attributes.empty(),
				(links != null) ? Collections.unmodifiableList(links) : List.of());
	}

	private Span record(LocalSpanContext context, Context parent, Span parentSpan, Attributes ofSampler,
			@Nullable List<LinkData> links) {
		if (!ofSampler.isEmpty()) {
			attributes().putAll(ofSampler);
		}
		SpanAttributes attributes = (this.attributes != null || this.given != null) ? attributes() : null;
		this.attributes = null;
		RecordedSpan span = new RecordedSpan(this.tracer, this.name, this.kind, context, parentSpan, attributes,
				LimitedList.of(links, this.addedLinks), this.startEpochNanos);
		this.tracer.pipeline().started(parent, span);
		return span;
	}

	private static String traceId(SpanContext parent) {
		return parent.isValid() ? parent.getTraceId()
				: SpanIds.text(ThreadLocalRandom.current().nextLong(), SpanIds.random());
	}

}
