package io.github.tracingboot.web;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

class ServerSettingsIT {

	@RegisterExtension
	static final SpanRecorder spans = ServerApplication.SPANS;

	private final HttpClient client = HttpClient.newHttpClient();

	@Test
	void routeIncludesTheRootsOfApplicationAndServlet() throws Exception {
		try (ConfigurableApplicationContext context = start("server.servlet.context-path=/shop",
				"spring.mvc.servlet.path=/api")) {
			assertThat(send(request(context, "/shop/api/orders/42"))).isEqualTo(200);
		}
		SpanData span = spans.take("GET /shop/api/orders/{id}");
		assertThat(span.getAttributes().asMap()).containsEntry(HttpAttributes.ROUTE, "/shop/api/orders/{id}")
			.containsEntry(HttpAttributes.URL_PATH, "/shop/api/orders/42");
	}

	@Test
	void routeIncludesTheRootOfTheApplicationAlone() throws Exception {
		try (ConfigurableApplicationContext context = start("server.servlet.context-path=/shop")) {
			send(request(context, "/shop/orders/42"));
		}
		spans.take("GET /shop/orders/{id}");
	}

	@Test
	void forwardedHeadersCountWhereTheApplicationTrustsThem() throws Exception {
		try (ConfigurableApplicationContext context = start("server.forward-headers-strategy=framework")) {
			send(request(context, "/orders/42").header("X-Forwarded-Host", "shop.example.com")
				.header("X-Forwarded-Proto", "https")
				.header("X-Forwarded-For", "192.0.2.7"));
		}
		assertThat(spans.take("GET /orders/{id}").getAttributes().asMap())
			.containsEntry(HttpAttributes.SERVER_ADDRESS, "shop.example.com")
			.containsEntry(HttpAttributes.SERVER_PORT, 443L)
			.containsEntry(HttpAttributes.URL_SCHEME, "https")
			.containsEntry(HttpAttributes.CLIENT_ADDRESS, "192.0.2.7");
	}

	@Test
	void versionOfTheProtocolIsRecorded() throws Exception {
		try (ConfigurableApplicationContext context = start("server.http2.enabled=true")) {
			this.client.send(request(context, "/orders/42").version(HttpClient.Version.HTTP_2).build(),
					HttpResponse.BodyHandlers.discarding());
			this.client.send(request(context, "/orders/43").version(HttpClient.Version.HTTP_2).build(),
					HttpResponse.BodyHandlers.discarding());
		}
		spans.take("GET /orders/{id}");
		assertThat(spans.take("GET /orders/{id}").getAttributes().get(HttpAttributes.NETWORK_PROTOCOL_VERSION))
			.isEqualTo("2");
	}

	@Test
	void contextThatARequestLeftOnTheThreadIsNotTheNextOnesParent() throws Exception {
		try (ConfigurableApplicationContext context = start("server.tomcat.threads.max=1",
				"server.tomcat.threads.min-spare=1")) {
			send(request(context, "/leak"));
			send(request(context, "/orders/42"));
		}
		SpanData leaking = spans.take("GET /leak");
		SpanData next = spans.take("GET /orders/{id}");
		assertThat(next.getParentSpanId()).isEqualTo(SpanId.getInvalid());
		assertThat(next.getTraceId()).isNotEqualTo(leaking.getTraceId());
	}

	@Test
	void requestThatIsNotSampledIsServed() throws Exception {
		try (ConfigurableApplicationContext context = start("tracing.sampling.probability=0")) {
			assertThat(send(request(context, "/orders/42"))).isEqualTo(200);
			assertThat(send(request(context, "/thrown"))).isEqualTo(500);
		}
	}

	@Test
	void applicationIsServedWithoutTracing() throws Exception {
		try (ConfigurableApplicationContext context = start("tracing.enabled=false")) {
			assertThat(send(request(context, "/orders/42"))).isEqualTo(200);
		}
	}

	private static ConfigurableApplicationContext start(String... properties) {
		return new SpringApplicationBuilder(ServerApplication.class).properties("server.port=0")
			.properties(properties)
			.run();
	}

	private static HttpRequest.Builder request(ConfigurableApplicationContext context, String path) {
		String port = context.getEnvironment().getRequiredProperty("local.server.port");
		return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
	}

	private int send(HttpRequest.Builder request) throws Exception {
		return this.client
			.send(request.version(HttpClient.Version.HTTP_1_1).build(), HttpResponse.BodyHandlers.discarding())
			.statusCode();
	}

}
