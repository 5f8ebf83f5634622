package io.github.tracingboot.data;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.LettuceFutures;
import io.lettuce.core.LettuceVersion;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.resource.ClientResources;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;

import io.github.tracingboot.core.SpanErrors;
import io.github.tracingboot.testing.EmbeddedRedis;
import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.RedisOperations;
import org.springframework.data.redis.core.SessionCallback;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.test.context.ContextConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@SpringBootTest(classes = DataApplication.class,
		properties = { "spring.data.redis.database=3", "tracing.data.peer-services.[127.0.0.1]=session-cache" })
@ContextConfiguration(initializers = EmbeddedRedis.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisIT {

	@RegisterExtension
	static final SpanRecorder spans = DataApplication.SPANS;

	@Autowired
	private Tracer tracer;

	@Autowired
	private StringRedisTemplate template;

	@Autowired
	private ReactiveStringRedisTemplate reactive;

	private RedisClient client;

	private StatefulRedisConnection<String, String> connection;

	@BeforeAll
	void connect(@Autowired ClientResources resources) {
		this.client = RedisClient.create(resources, RedisURI.create(EmbeddedRedis.host(), EmbeddedRedis.port()));
		this.connection = this.client.connect();
	}

	@AfterAll
	void disconnect() {
		this.connection.close();
		this.client.shutdown();
	}

	@Test
	void commandOfATemplateIsASpanOfItsCaller() {
		Span caller = this.tracer.spanBuilder("caller").startSpan();
		try (Scope scope = caller.makeCurrent()) {
			this.template.opsForValue().set("patient:4711", "secret");
		}
		caller.end();
		spans.take("caller");
		SpanData span = spans.take("SET");
		// Lettuce 7 does not.
		boolean tellsDatabase = LettuceVersion.getVersion().startsWith("6.");
		assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
		assertThat(span.getParentSpanId()).isEqualTo(caller.getSpanContext().getSpanId());
		assertThat(span.getAttributes().asMap()).containsEntry(DbAttributes.SYSTEM_NAME, "redis")
			.containsEntry(DbAttributes.OPERATION_NAME, "SET")
			.containsEntry(DbAttributes.SERVER_ADDRESS, EmbeddedRedis.host())
			.containsEntry(DbAttributes.SERVER_PORT, (long) EmbeddedRedis.port())
			.containsEntry(DbAttributes.PEER_ADDRESS, EmbeddedRedis.host())
			.containsEntry(DbAttributes.PEER_PORT, (long) EmbeddedRedis.port())
			.containsEntry(DbAttributes.PEER_SERVICE, "session-cache")
			.containsEntry(DbAttributes.SERVICE_PEER_NAME, "session-cache")
			.hasSize(tellsDatabase ? 9 : 8);
		assertThat(span.getAttributes().get(DbAttributes.NAMESPACE)).isEqualTo(tellsDatabase ? "3" : null);
		assertThat(span.getEvents()).isEmpty();
	}

	@Test
	void whatLettuceSendsToSetUpAConnectionIsNoSpan() {
		this.client.connect().close();
	}

	@Test
	void asynchronousCommandBelongsToWhoSentIt() throws Exception {
		Span caller = this.tracer.spanBuilder("caller").startSpan();
		RedisFuture<String> answer;
		try (Scope scope = caller.makeCurrent()) {
			answer = this.connection.async().get("nothing");
		}
		assertThat(answer.get(10, TimeUnit.SECONDS)).isNull();
		caller.end();
		spans.take("caller");
		assertThat(spans.take("GET").getParentSpanId()).isEqualTo(caller.getSpanContext().getSpanId());
	}

	@Test
	void eachCommandOfAPipelineIsASpan() {
		Span caller = this.tracer.spanBuilder("caller").startSpan();
		try (Scope scope = caller.makeCurrent()) {
			this.template.executePipelined(new SessionCallback<@Nullable Object>() {

				@Override
				@SuppressWarnings({ "unchecked", "rawtypes" })
				public @Nullable Object execute(RedisOperations operations) {
					operations.opsForValue().increment("pipelined");
					operations.opsForValue().increment("pipelined");
					return null;
				}

			});
		}
		caller.end();
		spans.take("caller");
		for (int i = 0; i < 2; i++) {
			assertThat(spans.take("INCR").getParentSpanId()).isEqualTo(caller.getSpanContext().getSpanId());
		}
	}

	@Test
	void commandsThatAreFlushedLaterBelongToWhoSentThem() {
		try (StatefulRedisConnection<String, String> batching = this.client.connect()) {
			batching.setAutoFlushCommands(false);
			Span caller = this.tracer.spanBuilder("caller").startSpan();
			RedisFuture<Long> first;
			RedisFuture<Long> second;
			try (Scope scope = caller.makeCurrent()) {
				first = batching.async().incr("flushed");
				second = batching.async().incr("flushed");
			}
			batching.flushCommands();
			assertThat(LettuceFutures.awaitAll(10, TimeUnit.SECONDS, first, second)).isTrue();
			caller.end();
			spans.take("caller");
			for (int i = 0; i < 2; i++) {
				assertThat(spans.take("INCR").getParentSpanId()).isEqualTo(caller.getSpanContext().getSpanId());
			}
		}
	}

	@Test
	void commandOfATransactionLastsUntilItsResultIsThere() {
		this.connection.sync().multi();
		spans.take("MULTI");
		RedisFuture<Long> incremented = this.connection.async().incr("transaction");
		this.connection.sync().exec();
		assertThat(incremented.isDone()).isTrue();
		SpanData command = spans.take("INCR");
		assertThat(command.getEndEpochNanos()).isGreaterThanOrEqualTo(spans.take("EXEC").getStartEpochNanos());
		assertThat(command.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
	}

	@Test
	void reactiveCommandBelongsToItsSubscriber() {
		Span assembler = this.tracer.spanBuilder("assembler").startSpan();
		Mono<String> value = this.reactive.opsForValue().get("nothing");
		assembler.end();
		spans.take("assembler");
		Span subscriber = this.tracer.spanBuilder("subscriber").startSpan();
		try (Scope scope = subscriber.makeCurrent()) {
			assertThat(value.block()).isNull();
		}
		subscriber.end();
		spans.take("subscriber");
		assertThat(spans.take("GET").getParentSpanId()).isEqualTo(subscriber.getSpanContext().getSpanId());
	}

	@Test
	void refusedCommandHasTheCodeOfItsError() {
		this.template.opsForValue().set("text", "words");
		spans.take("SET");
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> this.template.opsForList().rightPush("text", "more"));
		SpanData span = spans.take("RPUSH");
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(span.getAttributes().get(DbAttributes.RESPONSE_STATUS_CODE)).isEqualTo("WRONGTYPE");
		assertThat(span.getAttributes().get(SpanErrors.ERROR_TYPE)).isEqualTo("WRONGTYPE");
		assertThat(span.getEvents()).hasSize(1);
	}

	@Test
	void answerThatRepeatsTheArgumentsIsNotRecorded() {
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> this.template.execute(
				(RedisCallback<Object>) (redis) -> redis.execute("NOSUCH", "secret".getBytes(StandardCharsets.UTF_8))));
		SpanData span = spans.take("NOSUCH");
		assertThat(span.getAttributes().get(DbAttributes.RESPONSE_STATUS_CODE)).isEqualTo("ERR");
		assertThat(span.toString()).doesNotContain("secret");
	}

	@Test
	void cancelledCommandHasASpanThatEnds() {
		RedisFuture<?> waiting = this.connection.async().blpop(1, "empty");
		try (StatefulRedisConnection<String, String> other = this.client.connect()) {
			String blocked;
			do {
				blocked = other.sync().info("clients");
				spans.take("INFO");
			}
			while (!blocked.contains("blocked_clients:1"));
		}
		waiting.cancel(true);
		SpanData span = spans.take("BLPOP");
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(span.getAttributes().get(SpanErrors.ERROR_TYPE)).isEqualTo(CancellationException.class.getName());
	}

}
