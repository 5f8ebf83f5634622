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

	/**
	 * Whoever needs the broker alone: agents of others would take half of the messages.
	 */
	static void leave(List<String> broker) {
		AllAgents agents = RUNNING.remove(broker);
		if (agents != null) {
			agents.close();
		}
	}

	private static void closeQuietly(List<String> broker) {
		AllAgents agents = RUNNING.remove(broker);
		if (agents != null) {
			Launcher.closeQuietly(agents);
		}
	}

	private static AllAgents start(List<String> broker) {
		List<String> args = new ArrayList<>(
				List.of("--chimera.work.factor=0", "--server.port=0", "--chimera.monitoring.interval=1s"));
		args.addAll(broker);
		AllAgents agents = AllAgents.start(args.toArray(String[]::new));
		Runtime.getRuntime().addShutdownHook(new Thread(() -> closeQuietly(broker)));
		return agents;
	}

}
