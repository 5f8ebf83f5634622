package io.github.tracingboot.sampling;

import java.util.List;
import java.util.Map;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import org.jspecify.annotations.Nullable;

import org.springframework.util.PatternMatchUtils;

/** The sampler of the first rule that matches, or the one for all others. */
record RuleSampler(List<Rule> rules, Sampler others) implements Sampler {

	@Override
	public SamplingResult shouldSample(Context parentContext, String traceId, String name, SpanKind spanKind,
			Attributes attributes, List<LinkData> parentLinks) {
		for (Rule rule : this.rules) {
			if (rule.matches(name, spanKind, attributes)) {
				return rule.sampler().shouldSample(parentContext, traceId, name, spanKind, attributes, parentLinks);
			}
		}
		return this.others.shouldSample(parentContext, traceId, name, spanKind, attributes, parentLinks);
	}

	@Override
	public String getDescription() {
		return "Rules{" + this.rules.size() + ", others=" + this.others.getDescription() + "}";
	}

	record Rule(@Nullable String spanName, @Nullable SpanKind kind, Map<String, String> attributes, Sampler sampler) {

		boolean matches(String name, SpanKind spanKind, Attributes actual) {
			if (this.kind != null && this.kind != spanKind) {
				return false;
			}
			if (this.spanName != null && !PatternMatchUtils.simpleMatch(this.spanName, name)) {
				return false;
			}
			return this.attributes.isEmpty() || matches(actual);
		}

		private boolean matches(Attributes actual) {
			for (Map.Entry<String, String> wanted : this.attributes.entrySet()) {
				Object value = value(actual, wanted.getKey());
				if (value == null || !PatternMatchUtils.simpleMatch(wanted.getValue(), value.toString())) {
					return false;
				}
			}
			return true;
		}

		/** Whatever the type: a rule in a configuration file knows only text. */
		private static @Nullable Object value(Attributes attributes, String name) {
			String text = attributes.get(AttributeKey.stringKey(name));
			if (text != null) {
				return text;
			}
			for (Map.Entry<AttributeKey<?>, Object> entry : attributes.asMap().entrySet()) {
				if (entry.getKey().getKey().equals(name)) {
					return entry.getValue();
				}
			}
			return null;
		}

	}

}
