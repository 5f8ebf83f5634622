package io.github.tracingboot.data;

import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The application of this package's integration tests. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class DataApplication {

	static final SpanRecorder SPANS = new SpanRecorder();

	/** For tests that need no MongoDB, on both lines. */
	static final String WITHOUT_MONGO = "spring.autoconfigure.exclude="
			+ "org.springframework.boot.autoconfigure.mongo.MongoAutoConfiguration,"
			+ "org.springframework.boot.autoconfigure.mongo.MongoReactiveAutoConfiguration,"
			+ "org.springframework.boot.mongodb.autoconfigure.MongoAutoConfiguration,"
			+ "org.springframework.boot.mongodb.autoconfigure.MongoReactiveAutoConfiguration";

	@Bean
	static SpanRecorder spanRecorder() {
		return SPANS;
	}

}
