package io.github.tracingboot.activity;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import org.jspecify.annotations.Nullable;

/**
 * Makes the spans of activities.
 *
 * @param tracer makes spans
 * @param openTelemetry knows what the context of new work is like
 * @param clock milliseconds since the epoch, which other services count too
 * @param maxDuration longest segment
 * @param maxSpans most spans of a segment
 */
record ActivityTracing(Tracer tracer, OpenTelemetry openTelemetry, LongSupplier clock, Duration maxDuration,
		int maxSpans) {

	long millis() {
		return this.clock.getAsLong();
	}

	boolean isOutgrown(Segment segment) {
		return segment.spans() >= this.maxSpans || millis() - segment.sinceMillis() >= this.maxDuration.toMillis();
	}

	Span child(String name, Context parent) {
		return this.tracer.spanBuilder(name).setParent(parent).startSpan();
	}

	/**
	 * Begins a segment.
	 * @param baggage what it carries on
	 * @param before the span that it follows
	 * @param origin the activity's first segment, {@code null} if this is it
	 */
	Activity.Leg begin(Segment segment, Baggage baggage, Span before, @Nullable SpanContext origin) {
		SpanContext previous = before.getSpanContext();
		Baggage known = segment.addTo(baggage, (origin != null) ? origin : SpanContext.getInvalid());
		SpanBuilder builder = this.tracer.spanBuilder(segment.activity().name()).setParent(Context.root().with(known));
		link(builder, previous, (origin != null) ? "previous" : "starter");
		if (origin != null) {
			link(builder, origin, "origin");
		}
		Span span = builder.startSpan();
		if (previous.isValid()) {
			before.addEvent((origin != null) ? "activity.continued" : "activity.started",
					side(segment, segment.number(), span.getSpanContext()));
		}
		if (origin != null) {
			span.addEvent("activity.continues", side(segment, segment.number() - 1, previous));
		}
		Baggage complete = segment.addTo(baggage, (origin != null) ? origin : span.getSpanContext());
		return new Activity.Leg(segment, span, unitOfWork(complete).with(span).with(segment), true);
	}

	/** As if it had come from outside, so that baggage can be added to it. */
	Context unitOfWork(Baggage baggage) {
		return this.openTelemetry.getPropagators()
			.getTextMapPropagator()
			.extract(Context.root().with(baggage), List.of(), NoHeaders.INSTANCE);
	}

	private static void link(SpanBuilder builder, SpanContext target, String what) {
		if (target.isValid()) {
			builder.addLink(target, Attributes.of(ActivityAttributes.LINK, what));
		}
	}

	private static Attributes side(Segment segment, long number, SpanContext other) {
		return Attributes.of(ActivityAttributes.ID, segment.activity().id(), ActivityAttributes.SEGMENT, number,
				ActivityAttributes.TRACE, other.getTraceId());
	}

	private enum NoHeaders implements TextMapGetter<List<String>> {

		INSTANCE;

		@Override
		public Iterable<String> keys(List<String> carrier) {
			return carrier;
		}

		@Override
		public @Nullable String get(@Nullable List<String> carrier, String key) {
			return null;
		}

	}

}
