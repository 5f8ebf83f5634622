package io.github.tracingboot.activity;

import io.opentelemetry.api.common.AttributeKey;

/** Attributes of activities. The first three are baggage entries as well. */
final class ActivityAttributes {

	static final AttributeKey<String> ID = AttributeKey.stringKey("activity.id");

	static final AttributeKey<String> NAME = AttributeKey.stringKey("activity.name");

	static final AttributeKey<Long> SEGMENT = AttributeKey.longKey("activity.segment");

	/** What a link of a segment leads to. */
	static final AttributeKey<String> LINK = AttributeKey.stringKey("activity.link");

	static final AttributeKey<String> TRACE = AttributeKey.stringKey("activity.trace_id");

	static final AttributeKey<Long> QUEUE_TIME = AttributeKey.longKey("queue.time_ms");

	private ActivityAttributes() {
	}

}
