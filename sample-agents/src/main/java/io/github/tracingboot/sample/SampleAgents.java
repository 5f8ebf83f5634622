package io.github.tracingboot.sample;

import io.github.tracingboot.sample.launcher.Launcher;

/**
 * Starts the agent whose profile is active ({@code chimera-api}, {@code query-agent},
 * {@code data-retrieval-agent}, {@code zcash-node}, {@code exchange-api}) or, without
 * one, all of them. With {@code --once} it exits after the first query.
 */
public final class SampleAgents {

	private SampleAgents() {
	}

	public static void main(String... args) {
		Launcher.launch(args);
	}

}
