package io.github.tracingboot.sample.api;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.github.tracingboot.sample.collector.CollectorConfiguration;
import io.github.tracingboot.sample.messaging.AgentMessaging;
import io.github.tracingboot.sample.messaging.AgentQueue;
import io.github.tracingboot.sample.messaging.Requests;
import io.github.tracingboot.sample.work.Work;

import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.rabbit.AsyncRabbitTemplate;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

@SpringBootApplication
@Import({ AgentMessaging.class, CollectorConfiguration.class })
@EnableConfigurationProperties(Work.class)
public class ChimeraApiApplication {

	private static final String QUEUE = "chimera-api";

	@Bean
	Declarables queue() {
		return AgentQueue.of(QUEUE, "query.response", "query.error");
	}

	@Bean
	Declarables archiveQueue() {
		return AgentQueue.of("chimera-api.archive", "query.response", "query.error", "query.cancelled");
	}

	@Bean
	Declarables findingsQueue() {
		return AgentQueue.of("chimera-api.findings", "fact_check.result", "followup.suggestions", "analysis.error");
	}

	@Bean
	Declarables alertQueue() {
		return AgentQueue.of("chimera-api.alerts", "monitoring.alert");
	}

	@Bean
	AsyncRabbitTemplate queryAgent(RabbitTemplate rabbit, @Value("${chimera.reply-timeout}") Duration timeout) {
		return Requests.template(rabbit, QUEUE, "query.response", timeout);
	}

	@Bean
	MongoClientSettingsBuilderCustomizer impatience() {
		return (settings) -> settings
			.applyToClusterSettings((cluster) -> cluster.serverSelectionTimeout(2, TimeUnit.SECONDS));
	}

	@Bean
	Requests requests(AsyncRabbitTemplate queryAgent) {
		return new Requests(queryAgent);
	}

}
