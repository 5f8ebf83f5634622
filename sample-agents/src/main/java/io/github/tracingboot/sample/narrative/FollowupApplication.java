package io.github.tracingboot.sample.narrative;

import io.github.tracingboot.sample.messaging.AgentMessaging;
import io.github.tracingboot.sample.messaging.AgentQueue;
import io.github.tracingboot.sample.messaging.Events;
import io.github.tracingboot.sample.work.Work;

import org.springframework.amqp.core.Declarables;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(AgentMessaging.class)
@EnableConfigurationProperties(Work.class)
public class FollowupApplication {

	@Bean
	Declarables queue() {
		return AgentQueue.of("followup_agent", "narrative.generated");
	}

	@Bean
	FollowupAgent followupAgent(Events events, Work work) {
		return new FollowupAgent(events, work);
	}

}
