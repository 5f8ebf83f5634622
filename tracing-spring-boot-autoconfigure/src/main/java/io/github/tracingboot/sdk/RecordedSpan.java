package io.github.tracingboot.sdk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.ExceptionEventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.jspecify.annotations.Nullable;

/**
 * A span that is recorded. When it has ended nothing changes it any more, and it is its
 * own data: no copy is made for the exporters, and who reads it needs no lock. While it
 * runs its lock is itself, held for the length of an assignment.
 */
final class RecordedSpan implements ReadWriteSpan, SpanData {

	private static final VarHandle ENDED;

	static {
		try {
			ENDED = MethodHandles.lookup().findVarHandle(RecordedSpan.class, "ended", boolean.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final PipelineTracer tracer;

	private final LocalSpanContext context;

	private final SpanContext parent;

	private final SpanKind kind;

	private final TimeAnchor anchor;

	private final long startEpochNanos;

	private String name;

	private @Nullable SpanAttributes attributes;

	private @Nullable LimitedList<EventData> events;

	private @Nullable LimitedList<LinkData> links;

	private StatusData status = StatusData.unset();

	private long endEpochNanos;

	/** Read without the lock by whoever only asks. */
	private boolean ended;

	RecordedSpan(PipelineTracer tracer, String name, SpanKind kind, LocalSpanContext context, Span parent,
			@Nullable SpanAttributes attributes, @Nullable LimitedList<LinkData> links, long startEpochNanos) {
		this.tracer = tracer;
		this.name = name;
		this.kind = kind;
		this.context = context;
		this.parent = parent.getSpanContext();
		this.attributes = attributes;
		this.links = links;
		long now = System.nanoTime();
		this.anchor = (parent instanceof RecordedSpan recorded) ? recorded.anchor : TimeAnchor.at(now);
		this.startEpochNanos = (startEpochNanos != 0) ? startEpochNanos : this.anchor.epochNanos(now);
	}

	/** A copy of a span that goes on, for whoever wants its data so far. */
	private RecordedSpan(RecordedSpan span) {
		this.tracer = span.tracer;
		this.name = span.name;
		this.kind = span.kind;
		this.context = span.context;
		this.parent = span.parent;
		this.attributes = (span.attributes != null) ? new SpanAttributes(span.attributes) : null;
		this.events = LimitedList.copy(span.events);
		this.links = LimitedList.copy(span.links);
		this.status = span.status;
		this.anchor = span.anchor;
		this.startEpochNanos = span.startEpochNanos;
	}

	@Override
	public SpanData toSpanData() {
		if (hasEnded()) {
			return this;
		}
		synchronized (this) {
			return this.ended ? this : new RecordedSpan(this);
		}
	}

	@Override
	public <T> Span setAttribute(@Nullable AttributeKey<T> key, @Nullable T value) {
		if (key == null || value == null || key.getKey().isEmpty()) {
			return this;
		}
		synchronized (this) {
			if (!this.ended) {
				attributes().put(key, value);
			}
		}
		return this;
	}

	@Override
	public Span setAllAttributes(@Nullable Attributes all) {
		if (all == null || all.isEmpty()) {
			return this;
		}
		synchronized (this) {
			if (!this.ended) {
				attributes().putAll(all);
			}
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
	public Span addEvent(@Nullable String name) {
		return (name != null) ? addEvent(this.anchor.now(), name, Attributes.empty()) : this;
	}

	@Override
	public Span addEvent(@Nullable String name, long timestamp, @Nullable TimeUnit unit) {
		return addEvent(name, Attributes.empty(), timestamp, unit);
	}

	@Override
	public Span addEvent(@Nullable String name, @Nullable Attributes attributes) {
		return (name != null) ? addEvent(this.anchor.now(), name, attributes) : this;
	}

	@Override
	public Span addEvent(@Nullable String name, @Nullable Attributes attributes, long timestamp,
			@Nullable TimeUnit unit) {
		return (name != null && unit != null) ? addEvent(unit.toNanos(timestamp), name, attributes) : this;
	}

	private Span addEvent(long epochNanos, String name, @Nullable Attributes attributes) {
		Attributes given = (attributes != null) ? attributes : Attributes.empty();
		SpanPipeline pipeline = this.tracer.pipeline();
		return add(EventData.create(epochNanos, name,
				ValueLimit.apply(given, pipeline.maxAttributesPerEvent, pipeline.maxValueLength), given.size()));
	}

	private synchronized Span add(EventData event) {
		if (!this.ended) {
			this.events = LimitedList.add(this.events, event, this.tracer.pipeline().maxEvents);
		}
		return this;
	}

	@Override
	public Span recordException(@Nullable Throwable exception) {
		return recordException(exception, Attributes.empty());
	}

	@Override
	public Span recordException(@Nullable Throwable exception, @Nullable Attributes more) {
		if (exception == null) {
			return this;
		}
		SpanAttributes described = this.tracer.pipeline().newAttributes();
		ExceptionAttributes.put(described, exception);
		if (more != null) {
			more.forEach(described::put);
		}
		return add(ExceptionEventData.create(this.anchor.now(), exception, described, described.added()));
	}

	@Override
	public synchronized Span setStatus(@Nullable StatusCode code, @Nullable String description) {
		// OK is final, and nothing goes back to UNSET.
		if (!this.ended && code != null && code != StatusCode.UNSET && this.status.getStatusCode() != StatusCode.OK) {
			this.status = StatusData.create(code, (code == StatusCode.ERROR) ? description : null);
		}
		return this;
	}

	@Override
	public synchronized Span updateName(@Nullable String name) {
		if (!this.ended && name != null) {
			this.name = name;
		}
		return this;
	}

	@Override
	public Span addLink(@Nullable SpanContext linked, @Nullable Attributes attributes) {
		if (linked == null || !linked.isValid()) {
			return this;
		}
		LinkData link = PipelineSpanBuilder.link(this.tracer.pipeline(), linked, attributes);
		synchronized (this) {
			if (!this.ended) {
				this.links = LimitedList.add(this.links, link, this.tracer.pipeline().maxLinks);
			}
		}
		return this;
	}

	@Override
	public void end() {
		endAt(this.anchor.now());
	}

	@Override
	public void end(long timestamp, @Nullable TimeUnit unit) {
		endAt((timestamp == 0) ? this.anchor.now() : ((unit != null) ? unit : TimeUnit.NANOSECONDS).toNanos(timestamp));
	}

	private void endAt(long epochNanos) {
		synchronized (this) {
			if (this.ended) {
				return;
			}
			this.endEpochNanos = epochNanos;
			// Not a volatile write, which would wait until all others see it.
			ENDED.setRelease(this, true);
		}
		this.tracer.pipeline().ended(this);
	}

	@Override
	public boolean isRecording() {
		return !hasEnded();
	}

	@Override
	public boolean hasEnded() {
		return (boolean) ENDED.getAcquire(this);
	}

	@Override
	public SpanContext getSpanContext() {
		return this.context;
	}

	@Override
	public SpanContext getParentSpanContext() {
		return this.parent;
	}

	@Override
	public String getName() {
		if (hasEnded()) {
			return this.name;
		}
		synchronized (this) {
			return this.name;
		}
	}

	@Override
	public SpanKind getKind() {
		return this.kind;
	}

	@Override
	public <T> @Nullable T getAttribute(AttributeKey<T> key) {
		if (hasEnded()) {
			return (this.attributes != null) ? this.attributes.get(key) : null;
		}
		synchronized (this) {
			return (this.attributes != null) ? this.attributes.get(key) : null;
		}
	}

	@Override
	public Attributes getAttributes() {
		if (hasEnded()) {
			return (this.attributes != null) ? this.attributes : Attributes.empty();
		}
		synchronized (this) {
			return (this.attributes != null) ? new SpanAttributes(this.attributes) : Attributes.empty();
		}
	}

	@Override
	public int getTotalAttributeCount() {
		if (hasEnded()) {
			return (this.attributes != null) ? this.attributes.added() : 0;
		}
		synchronized (this) {
			return (this.attributes != null) ? this.attributes.added() : 0;
		}
	}

	@Override
	public List<EventData> getEvents() {
		if (hasEnded()) {
			return LimitedList.elements(this.events);
		}
		synchronized (this) {
			return List.copyOf(LimitedList.elements(this.events));
		}
	}

	@Override
	public int getTotalRecordedEvents() {
		if (hasEnded()) {
			return LimitedList.added(this.events);
		}
		synchronized (this) {
			return LimitedList.added(this.events);
		}
	}

	@Override
	public List<LinkData> getLinks() {
		if (hasEnded()) {
			return LimitedList.elements(this.links);
		}
		synchronized (this) {
			return List.copyOf(LimitedList.elements(this.links));
		}
	}

	@Override
	public int getTotalRecordedLinks() {
		if (hasEnded()) {
			return LimitedList.added(this.links);
		}
		synchronized (this) {
			return LimitedList.added(this.links);
		}
	}

	@Override
	public StatusData getStatus() {
		if (hasEnded()) {
			return this.status;
		}
		synchronized (this) {
			return this.status;
		}
	}

	@Override
	public long getStartEpochNanos() {
		return this.startEpochNanos;
	}

	@Override
	public long getEndEpochNanos() {
		if (hasEnded()) {
			return this.endEpochNanos;
		}
		synchronized (this) {
			return this.endEpochNanos;
		}
	}

	@Override
	public long getLatencyNanos() {
		return (hasEnded() ? this.endEpochNanos : this.anchor.now()) - this.startEpochNanos;
	}

	@Override
	public Resource getResource() {
		return this.tracer.pipeline().resource;
	}

	@Override
	public InstrumentationScopeInfo getInstrumentationScopeInfo() {
		return this.tracer.scope();
	}

	@Override
	@Deprecated
	public io.opentelemetry.sdk.common.InstrumentationLibraryInfo getInstrumentationLibraryInfo() {
		InstrumentationScopeInfo scope = getInstrumentationScopeInfo();
		return io.opentelemetry.sdk.common.InstrumentationLibraryInfo.create(scope.getName(), scope.getVersion(),
				scope.getSchemaUrl());
	}

	/**
	 * From the id, which is random: one by the object's identity would have to be stored.
	 */
	@Override
	public int hashCode() {
		return Long.hashCode(this.context.spanIdNumber());
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return this == other;
	}

	@Override
	public synchronized String toString() {
		return "Span{name=" + this.name + ", kind=" + this.kind + ", context=" + this.context + ", parent="
				+ this.parent + ", attributes=" + this.attributes + ", status=" + this.status + ", startEpochNanos="
				+ this.startEpochNanos + ", endEpochNanos=" + this.endEpochNanos + "}";
	}

}
