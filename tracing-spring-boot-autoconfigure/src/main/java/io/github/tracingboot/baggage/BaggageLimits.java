package io.github.tracingboot.baggage;

import java.util.concurrent.atomic.AtomicBoolean;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.BaggageBuilder;
import io.opentelemetry.api.baggage.BaggageEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds baggage. It comes from outside, goes into every span, and is sent with every
 * call.
 *
 * @param entries most entries
 * @param entryBytes most bytes of one
 * @param bytes most bytes of all
 */
record BaggageLimits(int entries, long entryBytes, long bytes) {

	private static final Logger logger = LoggerFactory.getLogger(RequestBaggage.class);

	private static final AtomicBoolean WARNED = new AtomicBoolean();

	/** What fits, in the order of the entries; the same object if all of it does. */
	Baggage trim(Baggage baggage) {
		if (baggage.isEmpty()) {
			return baggage;
		}
		Total total = new Total();
		BaggageBuilder builder = Baggage.builder();
		baggage.forEach((name, entry) -> {
			if (total.takes(name, entry)) {
				builder.put(name, entry.getValue(), entry.getMetadata());
			}
		});
		return (total.entries == baggage.size()) ? baggage : builder.build();
	}

	/** Whether there is room for one more. */
	boolean allow(Baggage baggage, String name, String value) {
		Total total = new Total();
		baggage.forEach((present, entry) -> {
			if (!present.equals(name)) {
				total.takes(present, entry);
			}
		});
		return total.takes(name, value, "");
	}

	private static long sent(String text) {
		long bytes = 0;
		for (int i = 0; i < text.length(); i++) {
			char character = text.charAt(i);
			// Percent-encoded, each byte is three.
			bytes += (character > ' ' && character < 0x7f && "\",;\\%".indexOf(character) < 0) ? 1
					: (character < 0x80) ? 3 : (character < 0x800) ? 6 : 9;
		}
		return bytes;
	}

	private final class Total {

		private int entries;

		private long bytes;

		boolean takes(String name, BaggageEntry entry) {
			return takes(name, entry.getValue(), entry.getMetadata().getValue());
		}

		boolean takes(String name, String value, String metadata) {
			long size = sent(name) + 1 + sent(value) + sent(metadata);
			if (size > BaggageLimits.this.entryBytes || this.bytes + size > BaggageLimits.this.bytes
					|| this.entries == BaggageLimits.this.entries) {
				if (WARNED.compareAndSet(false, true)) {
					logger
						.warn("Baggage is over the limits of tracing.baggage.max-*: an entry of {} bytes is left out, "
								+ "as will others be without a word", size);
				}
				return false;
			}
			this.entries++;
			this.bytes += size;
			return true;
		}

	}

}
