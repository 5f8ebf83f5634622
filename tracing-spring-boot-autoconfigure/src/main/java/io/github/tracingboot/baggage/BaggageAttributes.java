package io.github.tracingboot.baggage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.Ordered;
import org.springframework.util.PatternMatchUtils;

/** Copies the entries that the user lists to every span as it starts. */
final class BaggageAttributes implements SpanProcessor, Ordered {

	private static final Logger logger = LoggerFactory.getLogger(RequestBaggage.class);

	// Names come from outside, and a pattern may match all of them.
	private static final int MOST_KEYS = 256;

	private final Map<String, AttributeKey<String>> keys = new ConcurrentHashMap<>();

	private final List<String> names;

	private final String[] patterns;

	BaggageAttributes(List<String> listed) {
		this.names = new ArrayList<>();
		List<String> patterns = new ArrayList<>();
		for (String name : listed) {
			if (name.contains("*")) {
				patterns.add(name);
			}
			else {
				this.names.add(name);
				this.keys.put(name, AttributeKey.stringKey(name));
			}
		}
		this.patterns = patterns.toArray(new String[0]);
	}

	@Override
	public void onStart(Context parent, ReadWriteSpan span) {
		Baggage baggage = Baggage.fromContextOrNull(parent);
		if (baggage == null && parent == Context.root()) {
			// A new root is no child of the current span, and is its work all the same.
			baggage = Baggage.fromContextOrNull(Context.current());
		}
		if (baggage instanceof LiveBaggage live) {
			live.startedWith(span);
		}
		if (baggage != null && !baggage.isEmpty()) {
			baggage.forEach((name, entry) -> record(span, name, entry.getValue()));
		}
		if (logger.isTraceEnabled()) {
			tellAbsent((baggage != null) ? baggage : Baggage.empty(), span);
		}
	}

	void record(Span span, String name, String value) {
		AttributeKey<String> key = key(name);
		if (key != null) {
			span.setAttribute(key, value);
		}
	}

	private @Nullable AttributeKey<String> key(String name) {
		AttributeKey<String> key = this.keys.get(name);
		if (key == null && PatternMatchUtils.simpleMatch(this.patterns, name)) {
			key = AttributeKey.stringKey(name);
			if (this.keys.size() < MOST_KEYS) {
				this.keys.put(name, key);
			}
		}
		return key;
	}

	private void tellAbsent(Baggage baggage, ReadWriteSpan span) {
		for (String name : this.names) {
			if (baggage.getEntryValue(name) == null) {
				logger.trace("No baggage '{}' for the span '{}', started here", name, span.getName(), new Throwable());
			}
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
