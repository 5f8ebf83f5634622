package io.github.tracingboot.sample.monitoring;

import java.math.BigDecimal;

import io.github.tracingboot.sample.work.AgentOperation;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.stereotype.Component;

/** What others have left in the market cache. */
@Component
class LatestPrice {

	private final StringRedisTemplate redis;

	private final JsonMapper json;

	LatestPrice(StringRedisTemplate redis, JsonMapper json) {
		this.redis = redis;
		this.json = json;
	}

	@AgentOperation("read_price")
	@Nullable BigDecimal price(String exchange, String symbol) {
		String cached = this.redis.opsForValue().get("market:" + exchange + ":" + symbol);
		return (cached != null) ? this.json.readTree(cached).at("/quote/price").decimalValue() : null;
	}

}
