package io.github.tracingboot.sdk;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
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

	private @Nullable List<LinkData> links;

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
		if (all != null && !all.isEmpty()) {
			attributes().putAll(all);
		}
		return this;
	}

	private SpanAttributes attributes() {
		if (this.attributes == null) {
			this.attributes = this.tracer.pipeline().newAttributes();
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

	@Override
	public Span startSpan() {
		SpanPipeline pipeline = this.tracer.pipeline();
		Context parent = (this.parent != null) ? this.parent : Context.current();
		Span parentSpan = Span.fromContext(parent);
		SpanContext parentContext = parentSpan.getSpanContext();
		boolean root = !parentContext.isValid();
		String traceId = root ? SpanIds.traceId() : parentContext.getTraceId();
		// Whoever goes on with the builder changes nothing of a span that it has started.
		List<LinkData> links = this.links;
		this.links = null;
		SpanAttributes attributes = this.attributes;
		SamplingResult sampling = pipeline.sampler.shouldSample(parent, traceId, this.name, this.kind,
				(attributes != null) ? attributes : Attributes.empty(),
				(links != null) ? Collections.unmodifiableList(links) : List.of());
		SamplingDecision decision = sampling.getDecision();
		byte random = root ? RANDOM_IF_KNOWN : (byte) (parentContext.getTraceFlags().asByte() & RANDOM);
		byte sampled = (decision == SamplingDecision.RECORD_AND_SAMPLE) ? TraceFlags.getSampled().asByte() : 0;
		SpanContext context = new LocalSpanContext(traceId, SpanIds.spanId(),
				TraceFlags.fromByte((byte) (sampled | random)),
				sampling.getUpdatedTraceState(parentContext.getTraceState()));
		if (decision == SamplingDecision.DROP) {
			return Span.wrap(context);
		}
		this.attributes = null;
		if (!sampling.getAttributes().isEmpty()) {
			attributes = (attributes != null) ? attributes : pipeline.newAttributes();
			sampling.getAttributes().forEach(attributes::put);
		}
		RecordedSpan span = new RecordedSpan(this.tracer, this.name, this.kind, context, parentSpan, attributes, links,
				this.addedLinks, this.startEpochNanos);
		if (pipeline.startRequired) {
			pipeline.processor.onStart(parent, span);
		}
		return span;
	}

}
