package io.github.tracingboot.matrix;

import com.influxdb.client.InfluxDBClient;
import com.influxdb.client.InfluxDBClientFactory;
import com.influxdb.client.InfluxDBClientOptions;
import com.influxdb.client.domain.WritePrecision;
import com.mongodb.client.MongoClient;
import org.bson.Document;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.jdbc.core.JdbcTemplate;

/** A call to each database. */
@Configuration(proxyBeanMethods = false)
class DataOperations {

	@Bean
	InfluxDBClientOptions influxOptions(@Value("${influx.url}") String url) {
		return InfluxDBClientOptions.builder().url(url).authenticateToken("token".toCharArray()).build();
	}

	@Bean
	InfluxDBClient influxClient(InfluxDBClientOptions options) {
		return InfluxDBClientFactory.create(options);
	}

	void redis(ApplicationContext context) {
		context.getBean(StringRedisTemplate.class).opsForValue().set("patient", "4711");
	}

	void mongo(ApplicationContext context) {
		context.getBean(MongoClient.class)
			.getDatabase("clinic")
			.getCollection("patients")
			.insertOne(new Document("name", "4711"));
	}

	void influx(ApplicationContext context) {
		context.getBean(InfluxDBClient.class)
			.getWriteApiBlocking()
			.writeRecord("zcash_metrics", "org", WritePrecision.MS, "height value=1");
	}

	void jdbc(ApplicationContext context) {
		context.getBean(JdbcTemplate.class).queryForObject("select 4711", Integer.class);
	}

}
