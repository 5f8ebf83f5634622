package io.github.tracingboot.activity;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

import org.springframework.core.Ordered;

/** Puts the activity on every span that is part of one, and counts them. */
final class ActivityMarks implements SpanProcessor, Ordered {

	@Override
	public void onStart(Context parent, ReadWriteSpan span) {
		Context context = (parent == Context.root()) ? Context.current() : parent;
		Baggage baggage = Baggage.fromContextOrNull(context);
		String id = (baggage != null && !baggage.isEmpty()) ? baggage.getEntryValue(ActivityAttributes.ID.getKey())
				: null;
		if (baggage == null || id == null) {
			return;
		}
		span.setAttribute(ActivityAttributes.ID, id);
		String name = baggage.getEntryValue(ActivityAttributes.NAME.getKey());
		if (name != null) {
			span.setAttribute(ActivityAttributes.NAME, name);
		}
		long number = Segment.number(baggage);
		if (number > 0) {
			span.setAttribute(ActivityAttributes.SEGMENT, number);
		}
		Segment segment = Segment.in(context);
		if (segment != null) {
			segment.spanStarted();
		}
	}

	@Override
	public boolean isStartRequired() {
		return true;
	}

	@Override
	public void onEnd(ReadableSpan span) {
	}

	@Override
	public boolean isEndRequired() {
		return false;
	}

	/** Before those that look at what a span starts with. */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

}
