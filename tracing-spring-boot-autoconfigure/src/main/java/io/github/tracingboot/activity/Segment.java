package io.github.tracingboot.activity;

import java.util.concurrent.atomic.AtomicInteger;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.BaggageBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.ImplicitContextKeyed;
import org.jspecify.annotations.Nullable;

/** One trace of an activity. It travels as baggage, so that other services know it. */
final class Segment implements ImplicitContextKeyed {

	private static final ContextKey<Segment> KEY = ContextKey.named("tracing-activity-segment");

	private static final String ORIGIN = "activity.origin";

	private static final String SINCE = "activity.since";

	private final AtomicInteger spans = new AtomicInteger();

	private final Activity activity;

	private final long number;

	private final long sinceMillis;

	Segment(Activity activity, long number, long sinceMillis) {
		this.activity = activity;
		this.number = number;
		this.sinceMillis = sinceMillis;
	}

	static @Nullable Segment in(Context context) {
		return context.get(KEY);
	}

	Activity activity() {
		return this.activity;
	}

	long number() {
		return this.number;
	}

	long sinceMillis() {
		return this.sinceMillis;
	}

	int spans() {
		return this.spans.get();
	}

	void spanStarted() {
		this.spans.incrementAndGet();
	}

	@Override
	public Context storeInContext(Context context) {
		return context.with(KEY, this);
	}

	/** What another service is to know, along with the baggage that is there. */
	Baggage addTo(Baggage baggage, SpanContext origin) {
		BaggageBuilder builder = baggage.toBuilder()
			.put(ActivityAttributes.ID.getKey(), this.activity.id())
			.put(ActivityAttributes.NAME.getKey(), this.activity.name())
			.put(ActivityAttributes.SEGMENT.getKey(), Long.toString(this.number))
			.put(SINCE, Long.toString(this.sinceMillis));
		return (origin.isValid() ? builder.put(ORIGIN, origin.getTraceId() + "-" + origin.getSpanId()) : builder)
			.build();
	}

	/** An activity within another is one of its own. */
	static Baggage removedFrom(Baggage baggage) {
		return baggage.toBuilder().remove(ActivityAttributes.SEGMENT.getKey()).remove(SINCE).remove(ORIGIN).build();
	}

	static Segment received(Activity activity, Baggage baggage, long now) {
		return new Segment(activity, Math.max(1, number(baggage)), parse(baggage.getEntryValue(SINCE), now));
	}

	/** None is 0. */
	static long number(Baggage baggage) {
		return parse(baggage.getEntryValue(ActivityAttributes.SEGMENT.getKey()), 0);
	}

	static SpanContext origin(Baggage baggage) {
		String[] ids = String.valueOf(baggage.getEntryValue(ORIGIN)).split("-", -1);
		return (ids.length == 2)
				? SpanContext.createFromRemoteParent(ids[0], ids[1], TraceFlags.getDefault(), TraceState.getDefault())
				: Span.getInvalid().getSpanContext();
	}

	/** It came from outside. */
	private static long parse(@Nullable String value, long otherwise) {
		try {
			return (value != null) ? Long.parseLong(value) : otherwise;
		}
		catch (NumberFormatException ex) {
			return otherwise;
		}
	}

}
