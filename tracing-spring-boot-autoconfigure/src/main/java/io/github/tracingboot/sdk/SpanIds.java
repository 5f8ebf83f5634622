package io.github.tracingboot.sdk;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

import io.opentelemetry.api.trace.TraceId;

/** Random ids, as W3C Trace Context wants them. */
final class SpanIds {

	private static final HexFormat HEX = HexFormat.of();

	private SpanIds() {
	}

	static String traceId() {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		return TraceId.fromLongs(random.nextLong(), notZero(random));
	}

	static String spanId() {
		// Allocates the text alone.
		return HEX.toHexDigits(notZero(ThreadLocalRandom.current()));
	}

	private static long notZero(ThreadLocalRandom random) {
		long value;
		do {
			value = random.nextLong();
		}
		while (value == 0);
		return value;
	}

}
