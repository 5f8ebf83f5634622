package io.github.tracingboot.sample.launcher;

import java.io.IOException;
import java.util.List;
import java.util.Objects;

import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;

/** Decides what to start from how the program was called. */
public final class Launcher {

	private Launcher() {
	}

	public static void launch(String... args) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource(args));
		List<Agent> agents = Agent.activeIn(environment);
		DefaultApplicationArguments options = new DefaultApplicationArguments(args);
		boolean once = options.containsOption("once");
		List<String> scenarios = Objects.requireNonNullElse(options.getOptionValues("scenario"), List.of("price"));
		if (agents.size() > 1) {
			exit("One profile at a time, or none for all agents: " + agents.stream().map(Agent::profile).toList());
		}
		if (agents.isEmpty()) {
			launchAll(once, scenarios, args);
		}
		else {
			launchOne(agents.get(0), once, scenarios, args);
		}
	}

	private static void launchAll(boolean once, List<String> scenarios, String... args) {
		// Before they start: who stops them on the way wants to read nothing about it
		// either.
		Runtime.getRuntime().addShutdownHook(new Thread(Launcher::silence, "agents-silence"));
		AllAgents agents = startAll(args);
		Runtime.getRuntime().addShutdownHook(new Thread(() -> closeQuietly(agents), "agents-shutdown"));
		boolean answered = run(scenarios, agents.url());
		if (once) {
			agents.close();
			System.exit(answered ? 0 : 1);
		}
		System.out.println("Ask more at " + agents.url() + ", stop with Ctrl+C.");
	}

	private static AllAgents startAll(String... args) {
		try {
			return AllAgents.start(args);
		}
		catch (RuntimeException ex) {
			// Boot has said why.
			System.exit(1);
			throw ex;
		}
	}

	static void closeQuietly(AllAgents agents) {
		silence();
		agents.close();
	}

	/**
	 * The embedded broker has a shutdown hook of its own, which runs at the same time:
	 * what the agents have to say about it is of no use to anybody.
	 */
	private static void silence() {
		LoggingSystem.get(Launcher.class.getClassLoader()).setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.OFF);
		// A connection's thread that is told of its end by a pool that has ended before.
		Thread.setDefaultUncaughtExceptionHandler((thread, ex) -> {
		});
	}

	private static void launchOne(Agent agent, boolean once, List<String> scenarios, String... args) {
		ConfigurableApplicationContext context = agent.application().run(args);
		if (once && agent == Agent.CHIMERA_API) {
			String port = context.getEnvironment().getProperty("local.server.port");
			System.exit(run(scenarios, "http://localhost:" + port) ? 0 : 1);
		}
	}

	private static boolean run(List<String> scenarios, String url) {
		try {
			boolean answered = true;
			for (String scenario : scenarios) {
				for (ScenarioRun.Outcome outcome : new ScenarioRun(url).of(scenario)) {
					System.out.println(outcome);
					answered &= outcome.status() < 400;
				}
			}
			return answered;
		}
		catch (IOException ex) {
			System.err.println("The scenario failed: " + ex.getMessage());
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private static void exit(String message) {
		System.err.println(message);
		System.exit(2);
	}

}
