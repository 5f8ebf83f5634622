package io.github.tracingboot.sample.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All agents without simulated work, started once for each broker and shared by the tests
 * that leave them as they are.
 */
final class SharedAgents {

	private static final Map<List<String>, AllAgents> RUNNING = new ConcurrentHashMap<>();

	private SharedAgents() {
	}

	static AllAgents on(List<String> broker) {
		return RUNNING.computeIfAbsent(broker, SharedAgents::start);
	}

	private static AllAgents start(List<String> broker) {
		List<String> args = new ArrayList<>(
				List.of("--chimera.work.factor=0", "--server.port=0", "--chimera.monitoring.interval=1s"));
		args.addAll(broker);
		AllAgents agents = AllAgents.start(args.toArray(String[]::new));
		Runtime.getRuntime().addShutdownHook(new Thread(() -> Launcher.closeQuietly(agents)));
		return agents;
	}

}
