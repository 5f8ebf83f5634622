package io.github.tracingboot.observation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;

class NativeSpansTests {

	private static final List<String> ALL = List.of("http.server.requests", "http.client.requests",
			"spring.rabbit.template", "spring.rabbit.listener", "rabbitmq.publish", "rabbitmq.process",
			"rabbitmq.receive", "tasks.scheduled.execution", "lettuce", "spring.data.mongodb.command", "jdbc.query",
			"jdbc.connection", "grpc.client", "grpc.server");

	private final Map<String, Object> properties = new HashMap<>();

	private final StandardEnvironment environment = new StandardEnvironment();

	@BeforeEach
	void set() {
		this.environment.getPropertySources().addFirst(new MapPropertySource("test", this.properties));
	}

	@Test
	void withAllOnNoneIsASpan() {
		assertThat(observed()).isEmpty();
	}

	// The switches and no other than these: a part that is off leaves its observations.
	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					tracing.web.enabled          | http.server.requests,http.client.requests
					tracing.web.server.enabled   | http.server.requests
					tracing.web.client.enabled   | http.client.requests
					tracing.amqp.enabled         | spring.rabbit.template,spring.rabbit.listener,rabbitmq.publish,rabbitmq.process,rabbitmq.receive
					tracing.task.enabled         | tasks.scheduled.execution
					tracing.task.schedules       | tasks.scheduled.execution
					tracing.task.runners         |
					tracing.data.enabled         | lettuce,spring.data.mongodb.command,jdbc.query,jdbc.connection
					tracing.data.redis.enabled   | lettuce
					tracing.data.mongo.enabled   | spring.data.mongodb.command
					tracing.data.jdbc.enabled    | jdbc.query,jdbc.connection
					tracing.data.influx.enabled  |
					tracing.rpc.enabled          | grpc.client,grpc.server
					""")
	void whatIsSwitchedOffIsASpanWhereItIsObserved(String property, @Nullable String names) {
		this.properties.put(property, "false");
		assertThat(observed()).containsExactlyInAnyOrder(StringUtils.commaDelimitedListToStringArray(names));
		this.properties.put(property, "true");
		assertThat(observed()).isEmpty();
	}

	@Test
	void excludedOnesAreNoSpanEither() {
		this.properties.put("tracing.web.enabled", "false");
		assertThat(spans("http.server.*").test("http.server.requests")).isTrue();
		assertThat(spans("http.server.*").test("http.client.requests")).isFalse();
		assertThat(spans().test(null)).isFalse();
	}

	@Test
	void aChannelIsWithinTheProcessWhereItsMessagesHaveAPublishSpan() {
		assertThat(spans().isLocal("spring.integration.producer")).isTrue();
		assertThat(spans().test("spring.integration.producer")).isFalse();
		assertThat(spans().isLocal("spring.integration.handler")).isFalse();
		assertThat(spans().isLocal(null)).isFalse();
		this.properties.put("tracing.amqp.enabled", "false");
		assertThat(spans().isLocal("spring.integration.producer")).isFalse();
	}

	private Stream<String> observed() {
		NativeSpans covered = spans();
		return ALL.stream().filter((name) -> !covered.test(name));
	}

	private NativeSpans spans(String... excluded) {
		return NativeSpans.of(this.environment, new ObservationProperties(true, List.of(excluded)));
	}

}
