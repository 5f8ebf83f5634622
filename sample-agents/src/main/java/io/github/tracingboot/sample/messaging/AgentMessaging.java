package io.github.tracingboot.sample.messaging;

import java.util.Map;

import tools.jackson.databind.json.JsonMapper;

import org.springframework.amqp.rabbit.config.SimpleRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.support.converter.DefaultJacksonJavaTypeMapper;
import org.springframework.amqp.support.converter.JacksonJsonMessageConverter;
import org.springframework.amqp.support.converter.MessageConverter;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.amqp.autoconfigure.RabbitTemplateCustomizer;
import org.springframework.boot.amqp.autoconfigure.SimpleRabbitListenerContainerFactoryConfigurer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Messages are JSON records in an envelope, for every agent alike. */
@Configuration(proxyBeanMethods = false)
public class AgentMessaging {

	private static final Map<String, Class<?>> TYPES = Map.of("query.request", QueryRequest.class, "query.response",
			QueryResponse.class, "query.cancelled", QueryCancelled.class, "data_retrieval.request", DataRequest.class,
			"data_retrieval.response", MarketData.class, "analysis.result", AnalysisResult.class, "narrative",
			Narrative.class, "finding", Finding.class, "alert", Alert.class, "error", Failure.class);

	@Bean
	Envelope envelope(@Value("${spring.application.name}") String agent) {
		return new Envelope(agent);
	}

	@Bean
	MessageConverter messageConverter(JsonMapper json) {
		DefaultJacksonJavaTypeMapper types = new DefaultJacksonJavaTypeMapper();
		types.setIdClassMapping(TYPES);
		JacksonJsonMessageConverter converter = new JacksonJsonMessageConverter(json);
		converter.setJavaTypeMapper(types);
		return converter;
	}

	@Bean
	Events events(RabbitTemplate rabbit) {
		return new Events(rabbit);
	}

	@Bean
	RabbitTemplateCustomizer envelopeOnMessages(Envelope envelope) {
		return (template) -> template.addBeforePublishPostProcessors(envelope);
	}

	@Bean
	SimpleRabbitListenerContainerFactory rabbitListenerContainerFactory(
			SimpleRabbitListenerContainerFactoryConfigurer boot, ConnectionFactory connections, Envelope envelope) {
		SimpleRabbitListenerContainerFactory factory = new SimpleRabbitListenerContainerFactory();
		boot.configure(factory, connections);
		factory.setBeforeSendReplyPostProcessors(envelope);
		return factory;
	}

}
