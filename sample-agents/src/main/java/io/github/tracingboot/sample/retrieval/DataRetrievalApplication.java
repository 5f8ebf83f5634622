package io.github.tracingboot.sample.retrieval;

import io.github.tracingboot.sample.messaging.AgentMessaging;
import io.github.tracingboot.sample.messaging.AgentQueue;
import io.github.tracingboot.sample.messaging.ErrorReply;
import io.github.tracingboot.sample.work.Work;

import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

@SpringBootApplication
@Import(AgentMessaging.class)
@EnableConfigurationProperties(Work.class)
public class DataRetrievalApplication {

	@Bean
	Declarables queue() {
		return AgentQueue.of("data_retrieval_agent", "data_retrieval.request");
	}

	@Bean
	ErrorReply errorReply(RabbitTemplate rabbit) {
		return new ErrorReply(rabbit, "data_retrieval_agent", "data_retrieval.error");
	}

}
