package io.github.tracingboot.sample.monitoring;

import io.github.tracingboot.sample.messaging.AgentMessaging;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.EnableScheduling;

@SpringBootApplication
@EnableScheduling
@Import(AgentMessaging.class)
public class MonitoringApplication {

}
