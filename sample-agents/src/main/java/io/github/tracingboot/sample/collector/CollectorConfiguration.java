package io.github.tracingboot.sample.collector;

import java.io.IOException;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * For an agent that runs in a process of its own and shows traces of all: its own spans
 * go to the collector directly, the others' arrive over OTLP. Where all agents run in one
 * JVM, they share a collector that is there already.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnMissingBean(TraceCollector.class)
public class CollectorConfiguration {

	@Bean
	TraceCollector traceCollector() {
		return new TraceCollector();
	}

	@Bean
	OtlpReceiver otlpReceiver(TraceCollector collector, @Value("${chimera.otlp.port:4318}") int port)
			throws IOException {
		return OtlpReceiver.start(collector, port);
	}

}
