package io.github.tracingboot.annotation;

import reactor.core.scheduler.Schedulers;

import io.github.tracingboot.core.ConditionalOnTracing;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

@AutoConfiguration
@ConditionalOnClass(Schedulers.class)
@ConditionalOnTracing(value = "annotation", besideAgent = true)
class ReactorAutoConfiguration {

	@Bean
	static SmartInitializingSingleton reactorContext() {
		return ReactorContext::keepAcrossThreads;
	}

}
