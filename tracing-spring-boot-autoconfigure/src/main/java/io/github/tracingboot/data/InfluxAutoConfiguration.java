package io.github.tracingboot.data;

import com.influxdb.client.InfluxDBClientOptions;

import io.github.tracingboot.core.ConditionalOnTracing;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Role;

@AutoConfiguration
@ConditionalOnClass(InfluxDBClientOptions.class)
@ConditionalOnTracing("data.influx")
@Import(DataConfiguration.class)
class InfluxAutoConfiguration {

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static InfluxPostProcessor influxTracingPostProcessor(DataTracing tracing) {
		return new InfluxPostProcessor(new InfluxInterceptor(tracing));
	}

}
