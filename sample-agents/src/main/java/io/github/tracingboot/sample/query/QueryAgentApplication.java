package io.github.tracingboot.sample.query;

import java.time.Duration;

import io.github.tracingboot.sample.messaging.AgentMessaging;
import io.github.tracingboot.sample.messaging.AgentQueue;
import io.github.tracingboot.sample.messaging.ErrorReply;
import io.github.tracingboot.sample.messaging.Requests;
import io.github.tracingboot.sample.work.Work;

import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.rabbit.AsyncRabbitTemplate;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

@SpringBootApplication
@Import(AgentMessaging.class)
@EnableConfigurationProperties(Work.class)
public class QueryAgentApplication {

	private static final String REPLIES = "query_agent.replies";

	@Bean
	Declarables queue() {
		return AgentQueue.of("query_agent", "query.request");
	}

	@Bean
	Declarables cancellations() {
		return AgentQueue.of("query_agent.cancellations", "query.cancelled");
	}

	@Bean
	Declarables replyQueue() {
		return AgentQueue.of(REPLIES, "data_retrieval.response", "data_retrieval.error");
	}

	@Bean
	AsyncRabbitTemplate dataRetrieval(RabbitTemplate rabbit, @Value("${chimera.reply-timeout}") Duration timeout) {
		return Requests.template(rabbit, REPLIES, "data_retrieval.response", timeout);
	}

	@Bean
	Requests requests(AsyncRabbitTemplate dataRetrieval) {
		return new Requests(dataRetrieval);
	}

	@Bean
	ErrorReply errorReply(RabbitTemplate rabbit) {
		return new ErrorReply(rabbit, "query_agent", "query.error");
	}

}
