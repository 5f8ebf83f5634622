package io.github.tracingboot.sdk;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.ExceptionEventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/** A span's data as text, without what differs between two spans of the same calls. */
final class SpanText {

	private SpanText() {
	}

	static String of(SpanData span) {
		boolean given = span.getStartEpochNanos() == 1000;
		return String.join("; ", span.getName(), span.getKind().toString(), parent(span.getParentSpanContext()),
				context(span.getSpanContext()), String.valueOf(given), String.valueOf(span.hasEnded()),
				String.valueOf(span.getEndEpochNanos() < 4000 ? span.getEndEpochNanos() : -1),
				String.valueOf(span.getStatus()), sorted(span.getAttributes()),
				String.valueOf(span.getTotalAttributeCount()),
				span.getEvents().stream().map(SpanText::of).toList().toString(),
				String.valueOf(span.getTotalRecordedEvents()),
				span.getLinks().stream().map(SpanText::of).toList().toString(),
				String.valueOf(span.getTotalRecordedLinks()), span.getResource().toString(),
				span.getInstrumentationScopeInfo().toString());
	}

	private static String sorted(Attributes attributes) {
		List<String> texts = new ArrayList<>();
		attributes.forEach((key, value) -> texts.add(key.getType() + " " + key + "="
		// Of the trace the beginning: it tells where the test itself was.
				+ value.toString().lines().findFirst().orElse("")));
		texts.sort(null);
		assertThat(texts).hasSize(attributes.size());
		return texts.toString();
	}

	private static String parent(SpanContext parent) {
		return parent.isRemote() ? parent.toString() : String.valueOf(parent.isValid());
	}

	private static String context(SpanContext context) {
		return context.isValid() + " " + context.isRemote() + " " + context.getTraceFlags() + " "
				+ context.getTraceState();
	}

	private static String of(EventData event) {
		boolean given = event.getEpochNanos() == 1500;
		@Nullable Throwable exception = (event instanceof ExceptionEventData data) ? data.getException() : null;
		return event.getName() + given + ((exception != null) ? exception.getClass() : "")
				+ sorted(event.getAttributes()) + event.getTotalAttributeCount() + " "
				+ event.getDroppedAttributesCount();
	}

	private static String of(LinkData link) {
		return link.getSpanContext() + sorted(link.getAttributes());
	}

}
