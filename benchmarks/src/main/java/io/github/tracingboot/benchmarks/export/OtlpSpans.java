package io.github.tracingboot.benchmarks.export;

import java.util.Arrays;

/** Counts the spans of an export request without decoding them. */
final class OtlpSpans {

	private static final int LENGTH_DELIMITED = 2;

	private final byte[] message;

	private int position;

	private OtlpSpans(byte[] message) {
		this.message = message;
	}

	/**
	 * Field 1 is the resource's spans, in it field 2 the scope's, in it field 2 a span.
	 */
	static long count(byte[] request) {
		OtlpSpans reader = new OtlpSpans(request);
		return reader.count(request.length, 1, 2, 2);
	}

	private long count(int end, int... path) {
		long count = 0;
		while (this.position < end) {
			long tag = varint();
			int field = (int) (tag >>> 3);
			if ((tag & 7) != LENGTH_DELIMITED) {
				throw new IllegalArgumentException("Neither resource, scope nor span: " + tag);
			}
			int length = (int) varint();
			int next = this.position + length;
			if (field == path[0]) {
				count += (path.length == 1) ? 1 : count(next, Arrays.copyOfRange(path, 1, path.length));
			}
			this.position = next;
		}
		return count;
	}

	private long varint() {
		long value = 0;
		int shift = 0;
		while (true) {
			byte next = this.message[this.position++];
			value |= (long) (next & 0x7f) << shift;
			if (next >= 0) {
				return value;
			}
			shift += 7;
		}
	}

}
