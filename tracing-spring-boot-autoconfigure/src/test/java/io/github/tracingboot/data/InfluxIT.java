package io.github.tracingboot.data;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import com.influxdb.client.InfluxDBClient;
import com.influxdb.client.InfluxDBClientFactory;
import com.influxdb.client.InfluxDBClientOptions;
import com.influxdb.client.domain.WritePrecision;
import com.influxdb.exceptions.InfluxException;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.core.SpanErrors;
import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Against what its HTTP interface answers; there is no InfluxDB to embed. */
@SpringBootTest(classes = { DataApplication.class, InfluxIT.Client.class })
class InfluxIT {

	@RegisterExtension
	static final SpanRecorder spans = DataApplication.SPANS;

	private static final String FLUX = "from(bucket: \"zcash_metrics\") |> range(start: -1h)";

	private static HttpServer server;

	@Autowired
	private Tracer tracer;

	@Autowired
	private InfluxDBClient client;

	@BeforeAll
	static void start() throws IOException {
		server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", (exchange) -> {
			exchange.getRequestBody().readAllBytes();
			boolean refused = exchange.getRequestURI().getQuery() != null
					&& exchange.getRequestURI().getQuery().contains("refused");
			byte[] answer = refused
					? "{\"code\":\"not found\",\"message\":\"no bucket\"}".getBytes(StandardCharsets.UTF_8)
					: new byte[0];
			exchange.sendResponseHeaders(refused ? 404 : 200, (answer.length > 0) ? answer.length : -1);
			exchange.getResponseBody().write(answer);
			exchange.close();
		});
		server.start();
	}

	@AfterAll
	static void stop() {
		server.stop(0);
	}

	@Test
	void writeIsASpanOfItsCallerInTheBucket() {
		Span caller = this.tracer.spanBuilder("caller").startSpan();
		try (Scope scope = caller.makeCurrent()) {
			this.client.getWriteApiBlocking().writeRecord("zcash_metrics", "org", WritePrecision.MS, "height value=1");
		}
		caller.end();
		spans.take("caller");
		SpanData span = spans.take("write zcash_metrics");
		assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
		assertThat(span.getParentSpanId()).isEqualTo(caller.getSpanContext().getSpanId());
		assertThat(span.getAttributes().asMap()).containsEntry(DbAttributes.SYSTEM_NAME, "influxdb")
			.containsEntry(DbAttributes.OPERATION_NAME, "write")
			.containsEntry(DbAttributes.NAMESPACE, "zcash_metrics")
			.containsEntry(DbAttributes.SERVER_ADDRESS, "127.0.0.1")
			.containsEntry(DbAttributes.SERVER_PORT, (long) server.getAddress().getPort())
			.hasSize(5);
		assertThat(span.toString()).doesNotContain("top-secret");
	}

	@Test
	void queryIsInTheBucketThatItReadsFrom() {
		this.client.getQueryApi().query(FLUX, "org");
		assertThat(spans.take("query zcash_metrics").getAttributes().get(DbAttributes.OPERATION_NAME))
			.isEqualTo("query");
	}

	@Test
	void queryWithACallbackBelongsToWhoAsked() throws Exception {
		CountDownLatch answered = new CountDownLatch(1);
		Span caller = this.tracer.spanBuilder("caller").startSpan();
		try (Scope scope = caller.makeCurrent()) {
			this.client.getQueryApi().query(FLUX, "org", (call, row) -> {
			}, (error) -> answered.countDown(), answered::countDown);
		}
		assertThat(answered.await(10, TimeUnit.SECONDS)).isTrue();
		caller.end();
		spans.take("caller");
		assertThat(spans.take("query zcash_metrics").getParentSpanId()).isEqualTo(caller.getSpanContext().getSpanId());
	}

	@Test
	void refusedWriteIsAnError() {
		assertThatExceptionOfType(InfluxException.class).isThrownBy(() -> this.client.getWriteApiBlocking()
			.writeRecord("refused", "org", WritePrecision.MS, "height value=1"));
		SpanData span = spans.take("write refused");
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(span.getAttributes().get(DbAttributes.RESPONSE_STATUS_CODE)).isEqualTo("404");
		assertThat(span.getAttributes().get(SpanErrors.ERROR_TYPE)).isEqualTo("404");
	}

	@Test
	void unreachableServerIsAnError(@Autowired DataTracing tracing) {
		InfluxDBClientOptions options = InfluxDBClientOptions.builder().url("http://127.0.0.1:1").build();
		new InfluxPostProcessor(new InfluxInterceptor(tracing)).postProcessAfterInitialization(options, "options");
		try (InfluxDBClient unreachable = InfluxDBClientFactory.create(options)) {
			assertThatExceptionOfType(InfluxException.class).isThrownBy(() -> unreachable.getWriteApiBlocking()
				.writeRecord("bucket", "org", WritePrecision.MS, "height value=1"));
		}
		assertThat(spans.take("write bucket").getEvents()).hasSize(1);
	}

	@Test
	void healthIsNoSpan() {
		assertThat(this.client.ping()).isTrue();
	}

	@Configuration(proxyBeanMethods = false)
	static class Client {

		@Bean
		InfluxDBClientOptions influxOptions() {
			return InfluxDBClientOptions.builder()
				.url("http://127.0.0.1:" + server.getAddress().getPort())
				.authenticateToken("top-secret".toCharArray())
				.build();
		}

		@Bean
		InfluxDBClient influxClient(InfluxDBClientOptions options) {
			return InfluxDBClientFactory.create(options);
		}

	}

}
