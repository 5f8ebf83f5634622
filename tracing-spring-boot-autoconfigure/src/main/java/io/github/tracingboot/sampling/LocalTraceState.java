package io.github.tracingboot.sampling;

import java.util.Map;
import java.util.function.BiConsumer;

import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The entries of another trace state, and beside them the local trace that the span
 * belongs to. Children get their parent's trace state as it is, so that each span has its
 * local trace at hand, without a look into a map.
 */
final class LocalTraceState implements TraceState {

	private final TraceState entries;

	private final LocalTrace trace;

	private volatile @Nullable TraceState kept;

	LocalTraceState(TraceState entries, LocalTrace trace) {
		this.entries = entries;
		this.trace = trace;
	}

	LocalTrace trace() {
		return this.trace;
	}

	/** The same entries in another trace state's place. */
	LocalTraceState with(TraceState updated) {
		return new LocalTraceState(updated, this.trace);
	}

	/** With the entry that tells others of the decision. */
	TraceState kept(SamplingEntry entry) {
		TraceState known = this.kept;
		if (known == null) {
			known = entry.in(this.entries);
			this.kept = known;
		}
		return known;
	}

	@Override
	public @Nullable String get(String key) {
		return this.entries.get(key);
	}

	@Override
	public int size() {
		return this.entries.size();
	}

	@Override
	public boolean isEmpty() {
		return this.entries.isEmpty();
	}

	@Override
	public void forEach(BiConsumer<String, String> consumer) {
		this.entries.forEach(consumer);
	}

	@Override
	public Map<String, String> asMap() {
		return this.entries.asMap();
	}

	@Override
	public TraceStateBuilder toBuilder() {
		return this.entries.toBuilder();
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return this.entries.equals((other instanceof LocalTraceState state) ? state.entries : other);
	}

	@Override
	public int hashCode() {
		return this.entries.hashCode();
	}

	@Override
	public String toString() {
		return this.entries.toString();
	}

}
