package io.github.tracingboot.sample.launcher;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.github.tracingboot.sample.collector.TraceCollector;
import io.github.tracingboot.sample.embedded.Embedded;
import io.github.tracingboot.sample.embedded.Part;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * All agents in this JVM, each an application of its own. What they share is what
 * separate processes would share: servers, and the place where their spans go.
 */
final class AllAgents implements AutoCloseable {

	private static final Set<Agent> STUBS = Set.of(Agent.ZCASH_NODE, Agent.EXCHANGE_API);

	private final TraceCollector collector = new TraceCollector();

	private final Map<Agent, ConfigurableApplicationContext> running = new EnumMap<>(Agent.class);

	private final Map<String, Object> urls = new HashMap<>();

	private final Map<Part, Embedded> embedded = new EnumMap<>(Part.class);

	private AllAgents() {
	}

	/**
	 * Starts them all or, if one cannot start, none.
	 */
	static AllAgents start(String... args) {
		AllAgents agents = new AllAgents();
		try {
			for (Agent agent : Agent.values()) {
				agents.start(agent, args);
			}
			return agents;
		}
		catch (RuntimeException ex) {
			agents.close();
			throw ex;
		}
	}

	String url() {
		return "http://localhost:" + port(context(Agent.CHIMERA_API));
	}

	ConfigurableApplicationContext context(Agent agent) {
		return Objects.requireNonNull(this.running.get(agent));
	}

	@Override
	public synchronized void close() {
		closeAgents();
		this.embedded.values().forEach(Embedded::close);
		this.embedded.clear();
	}

	synchronized void closeAgents() {
		List<ConfigurableApplicationContext> contexts = new ArrayList<>(this.running.values());
		Collections.reverse(contexts);
		contexts.forEach(ConfigurableApplicationContext::close);
		this.running.clear();
	}

	private void start(Agent agent, String[] args) {
		SpringApplication application = agent.application();
		application.setLogStartupInfo(false);
		application.setRegisterShutdownHook(false);
		application.addInitializers((context) -> prepare(agent, context));
		ConfigurableApplicationContext context = application.run(args);
		this.running.put(agent, context);
		// Or the first query would wait until the client of Redis has got ready.
		context.getBeanProvider(RedisConnectionFactory.class).ifAvailable((redis) -> redis.getConnection().close());
		if (STUBS.contains(agent)) {
			this.urls.put("chimera." + agent.profile() + ".url", "http://127.0.0.1:" + port(context));
		}
	}

	private void prepare(Agent agent, ConfigurableApplicationContext context) {
		context.getBeanFactory().registerSingleton("traceCollector", this.collector);
		ConfigurableEnvironment environment = context.getEnvironment();
		Map<String, Object> fixed = new HashMap<>();
		if (STUBS.contains(agent)) {
			fixed.putAll(Map.of("server.port", 0, "server.address", "127.0.0.1"));
		}
		// Not before the first agent has set up logging, or they would log everything.
		for (Part part : Part.values()) {
			if (!part.isNamed(environment)) {
				fixed.putAll(this.embedded.computeIfAbsent(part, Part::start).properties());
				fixed.put("chimera.embedded." + part.name().toLowerCase(Locale.ROOT), true);
			}
		}
		environment.getPropertySources().addFirst(new MapPropertySource("all agents in one JVM", fixed));
		environment.getPropertySources().addLast(new MapPropertySource("stubs in this JVM", Map.copyOf(this.urls)));
	}

	private static String port(ConfigurableApplicationContext context) {
		return Objects.requireNonNull(context.getEnvironment().getProperty("local.server.port"));
	}

}
