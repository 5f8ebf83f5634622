package io.github.tracingboot.benchmarks.load;

import java.util.Locale;

/** How the application is traced, in the order of the page. */
enum Mode {

	/** What all are compared with. */
	UNTRACED,

	/** The same once more: what is not there is not measured either. */
	UNTRACED_AGAIN,

	/** Not traced, but with the header that each kind of tracing adds. */
	HEADER,

	/** The sampler takes none. */
	UNSAMPLED,

	/** Every span is recorded, and dropped when it ends. */
	RECORDED,

	/** Every span is sent to a receiver in the same JVM. */
	EXPORTED;

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT).replace('_', ' ');
	}

}
