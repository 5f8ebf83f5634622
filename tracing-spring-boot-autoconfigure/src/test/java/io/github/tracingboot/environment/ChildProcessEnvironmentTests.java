package io.github.tracingboot.environment;

import java.nio.file.Path;
import java.util.Map;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

class ChildProcessEnvironmentTests {

	private static final SpanContext SPAN = SpanContext.create("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331",
			TraceFlags.getSampled(), TraceState.builder().put("vendor", "value").build());

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EnvironmentAutoConfiguration.class))
		.withBean(OpenTelemetry.class, () -> OpenTelemetry.propagating(ContextPropagators.create(TextMapPropagator
			.composite(W3CTraceContextPropagator.getInstance(), W3CBaggagePropagator.getInstance()))));

	@Test
	void currentContextIsHandedOn() {
		this.runner.run((context) -> {
			ChildProcessEnvironment environment = context.getBean(ChildProcessEnvironment.class);
			try (Scope span = Span.wrap(SPAN).makeCurrent();
					Scope baggage = Baggage.builder().put("job.id", "7").build().makeCurrent()) {
				assertThat(environment.variables()).containsOnly(
						Map.entry("TRACEPARENT", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
						Map.entry("TRACESTATE", "vendor=value"), Map.entry("BAGGAGE", "job.id=7"));
			}
			assertThat(environment.variables()).isEmpty();
		});
	}

	@Test
	void configurationIsHandedOnInFull() {
		this.runner
			.withPropertyValues("tracing.exporter.otlp.endpoint=https://collector/otlp/v1/traces",
					"tracing.exporter.otlp.protocol=http/protobuf", "tracing.exporter.otlp.compression=gzip",
					"tracing.exporter.otlp.timeout=3s", "tracing.exporter.otlp.headers.api-key=a b=c",
					"tracing.environment=production", "tracing.cluster=west", "tracing.service.name=mine",
					"tracing.service.namespace=shop", "tracing.resource.attributes.team=blue",
					"tracing.propagation.type[0]=b3", "tracing.propagation.type[1]=baggage",
					"tracing.sampling.probability=0.5")
			.run((context) -> assertThat(context.getBean(ChildProcessEnvironment.class).variables()).containsOnly(
					Map.entry("OTEL_TRACES_EXPORTER", "otlp"),
					Map.entry("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "https://collector/otlp/v1/traces"),
					Map.entry("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "http/protobuf"),
					Map.entry("OTEL_EXPORTER_OTLP_TRACES_COMPRESSION", "gzip"),
					Map.entry("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "3000"),
					Map.entry("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "api-key=a%20b%3Dc"),
					Map.entry("OTEL_RESOURCE_ATTRIBUTES",
							"team=blue,service.namespace=shop,deployment.environment.name=production,k8s.cluster.name=west"),
					Map.entry("OTEL_PROPAGATORS", "b3,baggage"),
					Map.entry("OTEL_TRACES_SAMPLER", "parentbased_traceidratio"),
					Map.entry("OTEL_TRACES_SAMPLER_ARG", "0.5")));
	}

	@Test
	void whatThePortDecidesHereIsWrittenOut() {
		this.runner.withPropertyValues("tracing.exporter.otlp.endpoint=collector:4318")
			.run((context) -> assertThat(context.getBean(ChildProcessEnvironment.class).variables())
				.containsEntry("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "http/protobuf")
				.containsEntry("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://collector:4318/v1/traces"));
		this.runner.withPropertyValues("tracing.exporter.otlp.endpoint=http://collector:4317")
			.run((context) -> assertThat(context.getBean(ChildProcessEnvironment.class).variables())
				.containsEntry("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "grpc")
				.containsEntry("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://collector:4317"));
	}

	@Test
	void thePortIsReadAsTheExporterReadsIt() {
		this.runner.withPropertyValues("tracing.exporter.otlp.endpoint=http://collector:43180")
			.run((context) -> assertThat(context.getBean(ChildProcessEnvironment.class).variables())
				.containsEntry("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "grpc"));
		this.runner.withPropertyValues("tracing.exporter.otlp.endpoint=http://collector:4318/")
			.run((context) -> assertThat(context.getBean(ChildProcessEnvironment.class).variables())
				.containsEntry("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "http/protobuf")
				.containsEntry("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://collector:4318/v1/traces"));
	}

	@Test
	void certificatesAreHandedOnByAPathThatHoldsEverywhere() {
		String prefix = "tracing.exporter.otlp.ssl.";
		this.runner
			.withPropertyValues("tracing.exporter.otlp.endpoint=https://collector:4317",
					prefix + "trust-certificate=certs/ca.pem", prefix + "client-certificate=file:///certs/client.pem",
					prefix + "client-key=classpath:client.key")
			.run((context) -> {
				Map<String, String> variables = context.getBean(ChildProcessEnvironment.class).variables();
				String ca = Path.of("certs/ca.pem").toAbsolutePath().toString();
				assertThat(variables).containsEntry("OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE", ca)
					.containsEntry("OTEL_EXPORTER_OTLP_TRACES_CLIENT_CERTIFICATE", "/certs/client.pem")
					.doesNotContainKey("OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY");
				assertThat(StandardVariables.asProperties(variables::get))
					.containsEntry("tracing.exporter.otlp.ssl.trust-certificate", ca)
					.containsEntry("tracing.exporter.otlp.ssl.client-certificate", "/certs/client.pem");
			});
	}

	@Test
	void aChildMaySendWhereThisProcessMay() {
		this.runner
			.withPropertyValues("tracing.exporter.otlp.endpoint=http://otel.example.com:4317",
					"tracing.exporter.otlp.plaintext-hosts=*.example.com,100.64.0.0/10")
			.run((context) -> {
				Map<String, Object> variables = Map.copyOf(context.getBean(ChildProcessEnvironment.class).variables());
				StandardEnvironment child = new StandardEnvironment();
				child.getPropertySources()
					.addFirst(new SystemEnvironmentPropertySource("child-systemEnvironment", variables));
				assertThat(Binder.get(child)
					.bind("tracing.exporter.otlp.plaintext-hosts", Bindable.listOf(String.class))
					.get()).containsExactly("*.example.com", "100.64.0.0/10");
			});
	}

	@Test
	void whatIsHandedOnIsReadBackAsTheSame() {
		this.runner
			.withPropertyValues("tracing.exporter.otlp.endpoint=collector:4318",
					"tracing.exporter.otlp.headers.api-key=100%, sure", "tracing.environment=production")
			.run((context) -> assertThat(
					StandardVariables.asProperties(context.getBean(ChildProcessEnvironment.class).variables()::get))
				.containsEntry("tracing.exporter.otlp.endpoint", "http://collector:4318/v1/traces")
				.containsEntry("tracing.exporter.otlp.headers[api-key]", "100%, sure")
				.containsEntry("tracing.environment", "production"));
	}

	@Test
	void switchedOffTheChildIsOffToo() {
		this.runner.withPropertyValues("tracing.enabled=false", "tracing.environment=production")
			.run((context) -> assertThat(context.getBean(ChildProcessEnvironment.class).variables())
				.containsOnly(Map.entry("OTEL_SDK_DISABLED", "true")));
	}

}
