package io.github.tracingboot.benchmarks.load;

import io.opentelemetry.sdk.trace.SpanProcessor;

import io.github.tracingboot.benchmarks.NoopSpanProcessor;
import io.github.tracingboot.benchmarks.Tracing;
import io.github.tracingboot.benchmarks.amqp.Hop;
import io.github.tracingboot.benchmarks.export.Backend;

import org.springframework.amqp.core.MessagePostProcessor;
import org.springframework.amqp.rabbit.config.AbstractRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The application in each mode. */
final class LoadApplications {

	private LoadApplications() {
	}

	static ConfigurableApplicationContext start(Mode mode, Backend backend) {
		String queue = "load.queue=benchmark-load-" + ProcessHandle.current().pid();
		return switch (mode) {
			case UNTRACED, UNTRACED_AGAIN -> Tracing.NONE.start(LoadApplication.class, queue);
			case HEADER -> Tracing.NONE.start(WithHeader.class, queue);
			case UNSAMPLED -> Tracing.STARTER.start(Recorded.class, queue, "tracing.sampling.probability=0");
			case RECORDED -> Tracing.STARTER.start(Recorded.class, queue);
			case EXPORTED -> Tracing.STARTER.start(LoadApplication.class, queue,
					"tracing.exporter.otlp.endpoint=" + backend.endpoint(),
					"tracing.exporter.otlp.protocol=http/protobuf");
		};
	}

	@Configuration(proxyBeanMethods = false)
	@Import(LoadApplication.class)
	static class Recorded {

		@Bean
		SpanProcessor spanProcessor() {
			return new NoopSpanProcessor();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(LoadApplication.class)
	static class WithHeader {

		@Bean
		static BeanPostProcessor header() {
			MessagePostProcessor header = (message) -> {
				message.getMessageProperties().setHeader("traceparent", Hop.TRACEPARENT);
				return message;
			};
			return new BeanPostProcessor() {
				@Override
				public Object postProcessAfterInitialization(Object bean, String beanName) {
					if (bean instanceof RabbitTemplate template) {
						template.setBeforePublishPostProcessors(header);
					}
					else if (bean instanceof AbstractRabbitListenerContainerFactory<?> factory) {
						factory.setBeforeSendReplyPostProcessors(header);
					}
					return bean;
				}
			};
		}

	}

}
