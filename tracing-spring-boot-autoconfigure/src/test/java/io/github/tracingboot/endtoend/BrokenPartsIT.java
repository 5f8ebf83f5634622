package io.github.tracingboot.endtoend;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import org.junit.jupiter.api.Test;

import io.github.tracingboot.annotation.Traced;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/** A request is served whatever the application's own parts of tracing throw. */
class BrokenPartsIT {

	@Test
	void aProcessorThatThrowsDoesNotBreakARequest() throws Exception {
		assertThat(get(BrokenProcessor.class)).isEqualTo("200 served by Work");
	}

	@Test
	void aSamplerThatThrowsDoesNotBreakARequest() throws Exception {
		assertThat(get(BrokenSampler.class)).isEqualTo("200 served by Work");
	}

	private static String get(Class<?> broken) throws Exception {
		try (ConfigurableApplicationContext app = new SpringApplicationBuilder(App.class, broken)
			.properties(Map.of("server.port", "0"))
			.run()) {
			String port = app.getEnvironment().getProperty("local.server.port");
			HttpResponse<String> response = HttpClient.newHttpClient()
				.send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/")).build(),
						HttpResponse.BodyHandlers.ofString());
			return response.statusCode() + " " + response.body();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class App {

		@Bean
		Work work() {
			return new Work();
		}

		@Bean
		Front front(Work work) {
			return new Front(work);
		}

	}

	static class Work {

		@Traced
		String done() {
			return "served by Work";
		}

	}

	@RestController
	record Front(Work work) {

		@GetMapping("/")
		String get() {
			return this.work.done();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BrokenProcessor {

		@Bean
		SpanProcessor broken() {
			return new SpanProcessor() {

				@Override
				public void onStart(Context parent, ReadWriteSpan span) {
					throw new IllegalStateException("start");
				}

				@Override
				public boolean isStartRequired() {
					return true;
				}

				@Override
				public void onEnd(ReadableSpan span) {
					throw new IllegalStateException("end");
				}

				@Override
				public boolean isEndRequired() {
					return true;
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BrokenSampler {

		@Bean
		Sampler broken() {
			return new Sampler() {

				@Override
				public SamplingResult shouldSample(Context parent, String traceId, String name, SpanKind kind,
						Attributes attributes, List<LinkData> links) {
					throw new IllegalStateException("sample");
				}

				@Override
				public String getDescription() {
					return "broken";
				}

			};
		}

	}

}
