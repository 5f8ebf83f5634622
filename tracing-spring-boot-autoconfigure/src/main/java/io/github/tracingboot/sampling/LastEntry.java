package io.github.tracingboot.sampling;

import io.opentelemetry.api.trace.TraceState;
import org.jspecify.annotations.Nullable;

/** The trace state of a new trace, of which there are as many as there are ratios. */
final class LastEntry {

	private volatile @Nullable Written last;

	TraceState in(TraceState entries, SamplingEntry entry) {
		if (!entries.isEmpty()) {
			return entry.in(entries);
		}
		Written known = this.last;
		if (known == null || !known.entry().equals(entry)) {
			known = new Written(entry, entry.in(entries));
			this.last = known;
		}
		return known.state();
	}

	private record Written(SamplingEntry entry, TraceState state) {

	}

}
