package io.github.tracingboot.actuate;

import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import io.github.tracingboot.core.ConditionalOnTracing;
import io.github.tracingboot.core.ExporterStatus;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

@AutoConfiguration
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnTracing("actuate")
class MetersAutoConfiguration {

	@Bean
	MeterBinder exporterMeters(ObjectProvider<Iterable<ExporterStatus>> exporters) {
		return new ExporterMeters(exporters.getIfAvailable(List::of));
	}

}
