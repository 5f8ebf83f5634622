package io.github.tracingboot.activity;

import java.time.Duration;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;

import io.github.tracingboot.core.ConditionalOnTracing;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

@AutoConfiguration
class ActivityAutoConfiguration {

	/** What an application injects is there when tracing is off, and makes no spans. */
	@Bean
	@Lazy
	@ConditionalOnMissingBean(Activities.class)
	Activities activities() {
		return new Activities(new ActivityTracing(TracerProvider.noop().get(""), OpenTelemetry.noop(),
				System::currentTimeMillis, Duration.ofDays(1), Integer.MAX_VALUE));
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnTracing("activity")
	@EnableConfigurationProperties(ActivityProperties.class)
	static class Enabled {

		@Bean
		@Lazy
		@ConditionalOnMissingBean(Activities.class)
		Activities activities(Tracer tracer, OpenTelemetry openTelemetry, ActivityProperties properties) {
			return new Activities(new ActivityTracing(tracer, openTelemetry, System::currentTimeMillis,
					properties.maxSegmentDuration(), properties.maxSegmentSpans()));
		}

		@Bean
		ActivityMarks activityMarks() {
			return new ActivityMarks();
		}

		// Shut down with the tracer provider.
		@Bean(destroyMethod = "")
		OpenSpans openSpans(ActivityProperties properties) {
			return new OpenSpans(properties.warnOpenAfter());
		}

	}

}
