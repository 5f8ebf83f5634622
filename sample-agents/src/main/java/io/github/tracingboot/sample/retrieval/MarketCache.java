package io.github.tracingboot.sample.retrieval;

import java.time.Duration;

import io.github.tracingboot.sample.messaging.MarketData;
import io.github.tracingboot.sample.work.AgentOperation;
import io.github.tracingboot.sample.work.Work;
import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.stereotype.Component;

/** Market data of a moment ago, in Redis. */
@Component
class MarketCache {

	private final StringRedisTemplate redis;

	private final JsonMapper json;

	private final Work work;

	private final Duration timeToLive;

	MarketCache(StringRedisTemplate redis, JsonMapper json, Work work,
			@Value("${chimera.market-cache.time-to-live:15s}") Duration timeToLive) {
		this.redis = redis;
		this.json = json;
		this.work = work;
		this.timeToLive = timeToLive;
	}

	@AgentOperation("cache_get")
	@Nullable MarketData get(String exchange, String symbol) {
		String cached = this.redis.opsForValue().get(key(exchange, symbol));
		Span.current().addEvent((cached != null) ? "cache.hit" : "cache.miss");
		return (cached != null) ? this.json.readValue(cached, MarketData.class) : null;
	}

	@AgentOperation("cache_set")
	void set(MarketData data) {
		this.work.take(this.work.caching());
		this.redis.opsForValue()
			.set(key(data.quote().exchange(), data.quote().symbol()), this.json.writeValueAsString(data),
					this.timeToLive);
	}

	private static String key(String exchange, String symbol) {
		return "market:" + exchange + ":" + symbol;
	}

}
