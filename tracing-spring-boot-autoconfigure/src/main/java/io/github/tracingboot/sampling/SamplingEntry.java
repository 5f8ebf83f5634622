package io.github.tracingboot.sampling;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Our entry of the W3C {@code tracestate}, for example {@code tracingboot=r:0.1;k:error}:
 * r is the ratio of the head sampler that started the trace, k why it was kept.
 *
 * @param ratio the share of traces that the head sampler takes, if it has said
 * @param kept why the trace is kept, if it is
 */
record SamplingEntry(@Nullable Double ratio, @Nullable KeepReason kept) {

	static final String KEY = "tracingboot";

	static final SamplingEntry NONE = new SamplingEntry(null, null);

	// What W3C asks everybody to pass on: with more, others would lose entries.
	private static final int MOST_ENTRIES = 32;

	private static final int MOST_CHARACTERS = 512;

	static SamplingEntry of(TraceState state) {
		String value = state.isEmpty() ? null : state.get(KEY);
		return (value != null) ? parse(value) : NONE;
	}

	static boolean isKept(TraceState state) {
		String value = state.isEmpty() ? null : state.get(KEY);
		return value != null && value.contains("k:");
	}

	private static SamplingEntry parse(String value) {
		Double ratio = null;
		KeepReason kept = null;
		for (String part : StringUtils.tokenizeToStringArray(value, ";")) {
			if (part.startsWith("r:")) {
				ratio = ratio(part.substring(2));
			}
			else if (part.startsWith("k:")) {
				kept = KeepReason.of(part.substring(2));
			}
		}
		return new SamplingEntry(ratio, kept);
	}

	private static @Nullable Double ratio(String text) {
		try {
			double ratio = Double.parseDouble(text);
			return (ratio >= 0.0 && ratio <= 1.0) ? ratio : null;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	/** In front of the others' entries, which stay as they are; left out if too many. */
	TraceState in(TraceState state) {
		if (equals(NONE) || equals(of(state))) {
			return state;
		}
		List<String> others = new ArrayList<>();
		state.forEach((key, value) -> {
			if (!key.equals(KEY)) {
				others.add(key);
				others.add(value);
			}
		});
		String own = text();
		int entries = 1 + others.size() / 2;
		int characters = KEY.length() + 1 + own.length() + others.stream().mapToInt((text) -> text.length() + 1).sum();
		if (entries > MOST_ENTRIES || characters > MOST_CHARACTERS) {
			return state;
		}
		// The last one that is put comes first.
		TraceStateBuilder builder = TraceState.builder();
		for (int i = others.size() - 2; i >= 0; i -= 2) {
			builder.put(others.get(i), others.get(i + 1));
		}
		return builder.put(KEY, own).build();
	}

	Attributes attributes() {
		AttributesBuilder attributes = Attributes.builder();
		if (this.kept != null) {
			attributes.put(SamplingAttributes.REASON, this.kept.text());
		}
		if (this.ratio != null) {
			attributes.put(SamplingAttributes.RATIO, this.ratio);
		}
		return attributes.build();
	}

	private String text() {
		String first = (this.ratio != null) ? "r:" + this.ratio : "";
		String second = (this.kept != null) ? "k:" + this.kept.text() : "";
		return (first.isEmpty() || second.isEmpty()) ? first + second : first + ';' + second;
	}

}
