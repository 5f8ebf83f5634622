package io.github.tracingboot.sdk;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Collections;
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
 * own data: no copy is made for the exporters. Its lock is itself, held for the length of
 * an assignment.
 */
final class RecordedSpan implements ReadWriteSpan, SpanData {

	private static final AttributeKey<String> EXCEPTION_TYPE = AttributeKey.stringKey("exception.type");

	private static final AttributeKey<String> EXCEPTION_MESSAGE = AttributeKey.stringKey("exception.message");

	private static final AttributeKey<String> EXCEPTION_STACKTRACE = AttributeKey.stringKey("exception.stacktrace");

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

	private @Nullable List<EventData> events;

	private int addedEvents;

	private @Nullable List<LinkData> links;

	private int addedLinks;

	private StatusData status = StatusData.unset();

	private long endEpochNanos;

	/** Read without the lock by whoever only asks. */
	private boolean ended;

	RecordedSpan(PipelineTracer tracer, String name, SpanKind kind, LocalSpanContext context, Span parent,
			@Nullable SpanAttributes attributes, @Nullable List<LinkData> links, int addedLinks, long startEpochNanos) {
		this.tracer = tracer;
		this.name = name;
		this.kind = kind;
		this.context = context;
		this.parent = parent.getSpanContext();
		this.attributes = attributes;
		this.links = links;
		this.addedLinks = addedLinks;
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
		this.events = (span.events != null) ? new ArrayList<>(span.events) : null;
		this.addedEvents = span.addedEvents;
		this.links = (span.links != null) ? new ArrayList<>(span.links) : null;
		this.addedLinks = span.addedLinks;
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
				if (this.attributes == null) {
					this.attributes = this.tracer.pipeline().newAttributes();
				}
				this.attributes.put(key, value);
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
				if (this.attributes == null) {
					this.attributes = this.tracer.pipeline().newAttributes();
				}
				this.attributes.putAll(all);
			}
		}
		return this;
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
			if (this.events == null) {
				this.events = new ArrayList<>(2);
			}
			if (this.events.size() < this.tracer.pipeline().maxEvents) {
				this.events.add(event);
			}
			this.addedEvents++;
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
		String type = exception.getClass().getCanonicalName();
		if (type != null) {
			described.put(EXCEPTION_TYPE, type);
		}
		String message = exception.getMessage();
		if (message != null) {
			described.put(EXCEPTION_MESSAGE, message);
		}
		// Some kilobytes: from the few characters that it starts with it would grow
		// often.
		StringWriter stackTrace = new StringWriter(4096);
		exception.printStackTrace(new PrintWriter(stackTrace));
		described.put(EXCEPTION_STACKTRACE, stackTrace.toString());
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
				if (this.links == null) {
					this.links = new ArrayList<>(2);
				}
				if (this.links.size() < this.tracer.pipeline().maxLinks) {
					this.links.add(link);
				}
				this.addedLinks++;
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
	public synchronized <T> @Nullable T getAttribute(AttributeKey<T> key) {
		return (this.attributes != null) ? this.attributes.get(key) : null;
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
	public synchronized int getTotalAttributeCount() {
		return (this.attributes != null) ? this.attributes.added() : 0;
	}

	@Override
	public List<EventData> getEvents() {
		if (hasEnded()) {
			return (this.events != null) ? Collections.unmodifiableList(this.events) : List.of();
		}
		synchronized (this) {
			return (this.events != null) ? List.copyOf(this.events) : List.of();
		}
	}

	@Override
	public synchronized int getTotalRecordedEvents() {
		return this.addedEvents;
	}

	@Override
	public List<LinkData> getLinks() {
		if (hasEnded()) {
			return (this.links != null) ? Collections.unmodifiableList(this.links) : List.of();
		}
		synchronized (this) {
			return (this.links != null) ? List.copyOf(this.links) : List.of();
		}
	}

	@Override
	public synchronized int getTotalRecordedLinks() {
		return this.addedLinks;
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
