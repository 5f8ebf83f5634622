package io.github.tracingboot.sampling;

import java.time.Duration;
import java.util.List;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

/**
 * What makes a trace worth keeping. One span is enough, and the first reason stands.
 *
 * @param errors whether a span with an error is
 * @param slowNanos how long a span takes at least that is; the local root takes as long
 * @param rules which spans are
 */
record KeepCriteria(boolean errors, long slowNanos, List<SpanPattern> rules) {

	private static final AttributeKey<Long> HTTP_STATUS = AttributeKey.longKey("http.response.status_code");

	static KeepCriteria of(SamplingProperties.Keep keep) {
		Duration slow = keep.slowerThan();
		return new KeepCriteria(keep.errors(), (slow != null) ? slow.toNanos() : Long.MAX_VALUE,
				keep.rules()
					.stream()
					.map((rule) -> new SpanPattern(rule.spanName(), rule.kind(), rule.attributes()))
					.toList());
	}

	/** What is known when a span starts is enough for some rules. */
	@Nullable KeepReason atStart(String name, SpanKind kind, Attributes attributes) {
		return matches(name, kind, attributes) ? KeepReason.RULE : null;
	}

	@Nullable KeepReason atEnd(ReadableSpan ended) {
		// For each span that waits: what nothing is asked about is not looked at.
		SpanData span = (this.errors || !this.rules.isEmpty()) ? ended.toSpanData() : null;
		if (span != null && this.errors && isError(span)) {
			return KeepReason.ERROR;
		}
		if (span != null && !this.rules.isEmpty() && matches(span.getName(), span.getKind(), span.getAttributes())) {
			return KeepReason.RULE;
		}
		return isSlow(ended.getLatencyNanos()) ? KeepReason.SLOW : null;
	}

	boolean isSlow(long nanos) {
		return nanos >= this.slowNanos;
	}

	private boolean matches(String name, SpanKind kind, Attributes attributes) {
		if (this.rules.isEmpty()) {
			return false;
		}
		for (SpanPattern rule : this.rules) {
			if (rule.matches(name, kind, attributes)) {
				return true;
			}
		}
		return false;
	}

	private static boolean isError(SpanData span) {
		if (span.getStatus().getStatusCode() == StatusCode.ERROR) {
			return true;
		}
		List<EventData> events = span.getEvents();
		for (int i = 0; i < events.size(); i++) {
			if (events.get(i).getName().equals("exception")) {
				return true;
			}
		}
		// Only these have it, and to look for it in all would be most of the work here.
		SpanKind kind = span.getKind();
		if (kind != SpanKind.SERVER && kind != SpanKind.CLIENT) {
			return false;
		}
		Long status = span.getAttributes().get(HTTP_STATUS);
		return status != null && status >= 500;
	}

}
