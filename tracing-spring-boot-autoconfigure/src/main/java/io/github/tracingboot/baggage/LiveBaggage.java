package io.github.tracingboot.baggage;

import java.util.Map;
import java.util.function.BiConsumer;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.BaggageBuilder;
import io.opentelemetry.api.baggage.BaggageEntry;
import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;

/**
 * The baggage of one request or message, to which entries can be added. A context cannot
 * change, and a new one would have to be made current by whoever opened the request; so
 * the contexts of a request share this.
 */
final class LiveBaggage implements Baggage {

	private volatile Baggage entries;

	private volatile @Nullable Span first;

	LiveBaggage(Baggage entries) {
		this.entries = entries;
	}

	synchronized boolean put(String name, String value, BaggageLimits limits) {
		if (!limits.allow(this.entries, name, value)) {
			return false;
		}
		this.entries = this.entries.toBuilder().put(name, value).build();
		return true;
	}

	/** The first span that is started with it is the one of the request. */
	void startedWith(Span span) {
		if (this.first == null) {
			this.first = span;
		}
	}

	@Nullable Span first() {
		return this.first;
	}

	@Override
	public int size() {
		return this.entries.size();
	}

	@Override
	public void forEach(BiConsumer<? super String, ? super BaggageEntry> consumer) {
		this.entries.forEach(consumer);
	}

	@Override
	public Map<String, BaggageEntry> asMap() {
		return this.entries.asMap();
	}

	@Override
	public @Nullable String getEntryValue(String entryKey) {
		return this.entries.getEntryValue(entryKey);
	}

	@Override
	public BaggageBuilder toBuilder() {
		return this.entries.toBuilder();
	}

	@Override
	public String toString() {
		return this.entries.toString();
	}

}
