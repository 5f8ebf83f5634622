package io.github.tracingboot.activity;

import java.time.Duration;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;

import io.github.tracingboot.core.ConditionalOnTracing;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

@AutoConfiguration
@EnableConfigurationProperties(ActivityProperties.class)
class ActivityAutoConfiguration {

	/** What an application injects is there when tracing is off, and makes no spans. */
	@Bean
	@Lazy
	static Activities activities(ObjectProvider<ActivityMarks> marks,
			ObjectProvider<ActivityProperties> activityProperties, ObjectProvider<Tracer> tracer,
			ObjectProvider<OpenTelemetry> openTelemetry) {
		if (marks.getIfAvailable() != null) {
			ActivityProperties limits = activityProperties.getObject();
			return new Activities(new ActivityTracing(tracer.getObject(), openTelemetry.getObject(),
					System::currentTimeMillis, limits.maxSegmentDuration(), limits.maxSegmentSpans()));
		}
		return new Activities(new ActivityTracing(TracerProvider.noop().get(""), OpenTelemetry.noop(),
				System::currentTimeMillis, Duration.ofDays(1), Integer.MAX_VALUE));
	}

	@Bean
	@ConditionalOnTracing("activity")
	static ActivityMarks activityMarks() {
		return new ActivityMarks();
	}

	// Shut down with the tracer provider.
	@Bean(destroyMethod = "")
	@ConditionalOnTracing("activity")
	static OpenSpans openSpans(ActivityProperties activityProperties) {
		return new OpenSpans(activityProperties.warnOpenAfter());
	}

}
