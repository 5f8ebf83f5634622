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

	@Bean
	static SpanRecorder spanRecorder() {
		return SPANS;
	}

}
