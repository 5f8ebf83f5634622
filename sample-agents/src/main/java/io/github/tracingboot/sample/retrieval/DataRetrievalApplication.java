package io.github.tracingboot.sample.retrieval;

import com.influxdb.client.InfluxDBClient;
import com.influxdb.client.InfluxDBClientFactory;
import com.influxdb.client.InfluxDBClientOptions;
import io.github.tracingboot.sample.messaging.AgentMessaging;
import io.github.tracingboot.sample.messaging.AgentQueue;
import io.github.tracingboot.sample.messaging.ErrorReply;
import io.github.tracingboot.sample.work.Work;

import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.annotation.Value;
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

	// A bean, so that what the client is made of is traced.
	@Bean
	InfluxDBClientOptions influxOptions(@Value("${chimera.influxdb.url:http://localhost:8086}") String url,
			@Value("${chimera.influxdb.token:none}") String token) {
		return InfluxDBClientOptions.builder().url(url).authenticateToken(token.toCharArray()).org("chimera").build();
	}

	@Bean
	InfluxDBClient influx(InfluxDBClientOptions options) {
		return InfluxDBClientFactory.create(options);
	}

}
