package io.github.tracingboot.observation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;
import org.springframework.util.PatternMatchUtils;

/**
 * Observations of what has a span already, by a feature of ours while that is on, or by
 * the OpenTelemetry java agent.
 *
 * @param names their names; * stands for anything
 * @param local names of those that say they send something, and pass it to what has the
 * span of the sending
 */
record NativeSpans(List<String> names, List<String> local) implements Predicate<@Nullable String> {

	private static final String AGENT = "io.opentelemetry.javaagent.OpenTelemetryAgent";

	private static final String LETTUCE = "lettuce";

	private static final String REDIS = "tracing.data.redis.enabled";

	private static final String AMQP = "tracing.amqp.enabled";

	private static final List<Owner> OWNERS = List.of(
			new Owner(List.of("tracing.web.enabled", "tracing.web.server.enabled"), List.of("http.server.requests")),
			new Owner(List.of("tracing.web.enabled", "tracing.web.client.enabled"), List.of("http.client.requests")),
			new Owner(List.of(AMQP),
					List.of("spring.rabbit.template", "spring.rabbit.listener", "rabbitmq.publish", "rabbitmq.process",
							"rabbitmq.receive")),
			new Owner(List.of("tracing.task.enabled", "tracing.task.schedules"), List.of("tasks.scheduled.execution")),
			new Owner(List.of("tracing.data.enabled", REDIS), List.of(LETTUCE)),
			new Owner(List.of("tracing.data.enabled", "tracing.data.mongo.enabled"),
					List.of("spring.data.mongodb.command")),
			new Owner(List.of("tracing.data.enabled", "tracing.data.jdbc.enabled"), List.of("jdbc.*")),
			new Owner(List.of("tracing.rpc.enabled"), List.of("grpc.client", "grpc.server")));

	/** What the agent traces besides. */
	private static final List<String> BY_AGENT = List.of("spring.kafka.*", "jms.message.*", "jdbc.*", "r2dbc.*",
			"graphql.*", "spring.data.*");

	// A channel, of which nobody but its adapter knows whether it leads to RabbitMQ.
	private static final Owner CHANNELS = new Owner(List.of(AMQP), List.of("spring.integration.producer"));

	private static final String RABBITMQ = "com.rabbitmq.client.observation.ObservationCollector";

	static NativeSpans of(Environment environment, ObservationProperties properties) {
		List<String> names = new ArrayList<>(properties.exclude());
		boolean agent = ClassUtils.isPresent(AGENT, ClassLoader.getSystemClassLoader());
		if (agent) {
			names.addAll(BY_AGENT);
		}
		for (Owner owner : OWNERS) {
			// There is one hook: where Lettuce is observed the agent has lost its own.
			boolean free = agent && owner.names.contains(LETTUCE)
					&& !environment.getProperty(REDIS, Boolean.class, Boolean.FALSE);
			if (!free && (agent || owner.isOn(environment))) {
				names.addAll(owner.names);
			}
		}
		boolean channels = (agent || CHANNELS.isOn(environment)) && ClassUtils.isPresent(RABBITMQ, null);
		return new NativeSpans(List.copyOf(names), channels ? CHANNELS.names : List.of());
	}

	boolean isLocal(@Nullable String name) {
		return name != null && this.local.contains(name);
	}

	@Override
	public boolean test(@Nullable String name) {
		if (name != null) {
			for (String pattern : this.names) {
				if (PatternMatchUtils.simpleMatch(pattern, name)) {
					return true;
				}
			}
		}
		return false;
	}

	/**
	 * A feature that makes spans of its own of what is observed.
	 *
	 * @param properties what has to be on
	 * @param names the observations
	 */
	private record Owner(List<String> properties, List<String> names) {

		boolean isOn(Environment environment) {
			return this.properties.stream()
				.allMatch((property) -> environment.getProperty(property, Boolean.class, Boolean.TRUE));
		}

	}

}
