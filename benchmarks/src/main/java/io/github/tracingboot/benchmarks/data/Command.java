package io.github.tracingboot.benchmarks.data;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import io.netty.channel.EventLoop;
import io.opentelemetry.instrumentation.lettuce.v5_1.LettuceTelemetry;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ConfigurableApplicationContext;

import io.github.tracingboot.benchmarks.Tracing;

/** A GET through Lettuce, and what traces it. */
public final class Command {

	/** As many in a row as make the hand-over to the thread that sends them small. */
	public static final int ROW = 1000;

	private final RedisClient client;

	private final RedisCommands<String, String> redis;

	private final EventLoop thread;

	private final @Nullable ConfigurableApplicationContext context;

	private Command(MemoryRedis memory, ClientResources resources, @Nullable CountedSpans spans,
			@Nullable ConfigurableApplicationContext context) {
		this.context = context;
		this.client = RedisClient.create(resources, memory.uri());
		this.client.setOptions(ClientOptions.builder().protocolVersion(ProtocolVersion.RESP2).build());
		StatefulRedisConnection<String, String> connection = this.client.connect();
		this.redis = connection.sync();
		this.thread = memory.channel().eventLoop();
		if (spans != null) {
			spans.check(ROW, this::runRow);
		}
	}

	public static Command untraced() {
		MemoryRedis memory = new MemoryRedis();
		return new Command(memory, memory.resources().build(), null, null);
	}

	public static Command traced() {
		ConfigurableApplicationContext context = Tracing.STARTER.start(DataApplication.class);
		return new Command(context.getBean(MemoryRedis.class), context.getBean(ClientResources.class),
				context.getBean(CountedSpans.class), context);
	}

	/** By OpenTelemetry's library, with the SDK and nothing else. */
	public static Command openTelemetry() {
		MemoryRedis memory = new MemoryRedis();
		CountedSpans spans = new CountedSpans();
		ClientResources resources = memory.resources()
			.tracing(LettuceTelemetry.create(spans.openTelemetry()).newTracing())
			.build();
		return new Command(memory, resources, spans, null);
	}

	/** On the connection's own thread, where each has its answer before the next. */
	public long runRow() {
		return this.thread.submit(() -> {
			long length = 0;
			for (int i = 0; i < ROW; i++) {
				length += this.redis.get("patient:4711").length();
			}
			return length;
		}).syncUninterruptibly().getNow();
	}

	public void close() {
		this.client.shutdown();
		if (this.context != null) {
			this.context.close();
		}
	}

}
