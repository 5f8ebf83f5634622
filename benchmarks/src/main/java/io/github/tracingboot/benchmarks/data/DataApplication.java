package io.github.tracingboot.benchmarks.data;

import javax.sql.DataSource;

import io.lettuce.core.resource.ClientResources;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** With what the starter traces. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class DataApplication {

	@Bean
	CountedSpans spans() {
		return new CountedSpans();
	}

	@Bean
	DataSource database() {
		return new MemoryDatabase();
	}

	@Bean
	MemoryRedis redis() {
		return new MemoryRedis();
	}

	@Bean(destroyMethod = "shutdown")
	ClientResources clientResources(MemoryRedis redis) {
		return redis.resources().build();
	}

}
