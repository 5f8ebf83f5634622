package io.github.tracingboot.coexistence;

import java.util.function.Consumer;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.annotation.Traced;
import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that has OpenTelemetry's own starter too: each operation has one span,
 * and all are one trace of the one provider.
 */
class OpenTelemetryStarterIT {

	private static final String OURS = "io.github.tracingboot";

	@RegisterExtension
	static final SpanRecorder spans = new SpanRecorder();

	@Test
	void eachOperationHasOneSpanOfOurs() {
		run((context) -> {
			assertThat(context.getBeansOfType(SdkTracerProvider.class)).hasSize(1);
			SpanData server = spans.take(SpanKind.SERVER);
			SpanData client = spans.take("above the server's",
					(span) -> span.getSpanId().equals(server.getParentSpanId()));
			SpanData traced = takeBelow(server, "find_patient");
			SpanData query = takeBelow(traced, "SELECT");
			for (SpanData span : new SpanData[] { client, server, traced, query }) {
				assertThat(scope(span)).startsWith(OURS);
			}
		});
	}

	@Test
	void whatIsSwitchedOffHereIsTheirs() {
		run((context) -> {
			SpanData server = spans.take(SpanKind.SERVER);
			SpanData client = spans.take("above the server's",
					(span) -> span.getSpanId().equals(server.getParentSpanId()));
			assertThat(scope(server)).contains("spring-webmvc");
			assertThat(scope(client)).contains("spring-web");
			SpanData traced = takeBelow(server, "find_patient");
			assertThat(scope(traced)).startsWith(OURS);
			assertThat(scope(takeBelow(traced, "SELECT clinic"))).contains("jdbc");
		}, "--tracing.web.enabled=false", "--tracing.data.enabled=false");
	}

	private static void run(Consumer<ConfigurableApplicationContext> test, String... arguments) {
		String[] all = new String[arguments.length + 2];
		System.arraycopy(arguments, 0, all, 2, arguments.length);
		all[0] = "--server.port=0";
		all[1] = "--spring.datasource.url=jdbc:h2:mem:clinic";
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Clinic.class).run(all)) {
			String port = context.getEnvironment().getRequiredProperty("local.server.port");
			String name = context.getBean(RestClient.class)
				.get()
				.uri("http://localhost:" + port + "/patients/{id}", 7)
				.retrieve()
				.body(String.class);
			assertThat(name).isEqualTo("patient 7");
			test.accept(context);
		}
	}

	private static SpanData takeBelow(SpanData parent, String name) {
		SpanData span = spans.take(name);
		assertThat(span.getParentSpanId()).isEqualTo(parent.getSpanId());
		assertThat(span.getTraceId()).isEqualTo(parent.getTraceId());
		return span;
	}

	private static String scope(SpanData span) {
		return span.getInstrumentationScopeInfo().getName();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ PatientController.class, Patients.class })
	static class Clinic {

		@Bean
		SpanRecorder spanRecorder() {
			return spans;
		}

		@Bean
		RestClient restClient() {
			return RestClient.create();
		}

	}

	@RestController
	static class PatientController {

		private final Patients patients;

		PatientController(Patients patients) {
			this.patients = patients;
		}

		@GetMapping("/patients/{id}")
		String name(@PathVariable int id) {
			return this.patients.find(id);
		}

	}

	static class Patients {

		private final JdbcTemplate template;

		Patients(JdbcTemplate template) {
			this.template = template;
		}

		@Traced("find_patient")
		public String find(int id) {
			return "patient " + this.template.queryForObject("SELECT CAST(? AS INT)", Integer.class, id);
		}

	}

}
