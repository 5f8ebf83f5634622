package io.github.tracingboot.sample.query;

import java.time.Duration;

import io.github.tracingboot.sample.work.AgentOperation;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.stereotype.Component;

/** What the questions of a session were about, in Redis. */
@Component
class Conversations {

	private static final Duration TIME_TO_LIVE = Duration.ofMinutes(30);

	private final StringRedisTemplate redis;

	private final JsonMapper json;

	Conversations(StringRedisTemplate redis, JsonMapper json) {
		this.redis = redis;
		this.json = json;
	}

	@AgentOperation("load_context")
	Topic load(String session) {
		String topic = this.redis.opsForValue().get(key(session));
		return (topic != null) ? this.json.readValue(topic, Topic.class) : Topic.USUAL;
	}

	@AgentOperation("save_context")
	void save(String session, Topic topic) {
		this.redis.opsForValue().set(key(session), this.json.writeValueAsString(topic), TIME_TO_LIVE);
	}

	private static String key(String session) {
		return "chimera:context:" + session;
	}

}
