package io.github.tracingboot.sampling;

import org.jspecify.annotations.Nullable;

/** Why a trace is kept. The names are seen by users and travel between services. */
enum KeepReason {

	ERROR("error"), SLOW("slow"), RULE("rule");

	private final String text;

	KeepReason(String text) {
		this.text = text;
	}

	String text() {
		return this.text;
	}

	static @Nullable KeepReason of(String text) {
		for (KeepReason reason : values()) {
			if (reason.text.equals(text)) {
				return reason;
			}
		}
		return null;
	}

}
