package io.github.tracingboot.sample.analysis;

import io.github.tracingboot.sample.messaging.AgentMessaging;
import io.github.tracingboot.sample.messaging.AgentQueue;
import io.github.tracingboot.sample.work.Work;

import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.rabbit.config.SimpleRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

@SpringBootApplication
@Import(AgentMessaging.class)
@EnableConfigurationProperties(Work.class)
public class AnalysisApplication {

	@Bean
	Declarables queue() {
		return AgentQueue.of("analysis_agent", "data_retrieval.response", "analysis.request");
	}

	/** For messages that may not be what they say they are. */
	@Bean
	SimpleRabbitListenerContainerFactory rawMessages(ConnectionFactory connections) {
		SimpleRabbitListenerContainerFactory factory = new SimpleRabbitListenerContainerFactory();
		factory.setConnectionFactory(connections);
		factory.setDefaultRequeueRejected(false);
		return factory;
	}

}
