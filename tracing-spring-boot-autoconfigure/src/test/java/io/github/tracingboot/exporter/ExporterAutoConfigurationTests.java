package io.github.tracingboot.exporter;

import java.util.Set;
import java.util.stream.Collectors;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class ExporterAutoConfigurationTests {

	private static final String NOWHERE = "Spans are not exported";

	private final ApplicationContextRunner runner = ExportingApplication.runner();

	@Test
	void byDefaultNothingIsSentAndOneLineSaysSo(CapturedOutput output) {
		Set<Thread> before = threads();
		this.runner.run((context) -> {
			assertThat(context).doesNotHaveBean(SpanExporter.class);
			context.getBean(Tracer.class).spanBuilder("x").startSpan().end();
			assertThat(threads()).isSubsetOf(before);
		});
		assertThat(output.getOut().lines().filter((line) -> line.contains(NOWHERE))).singleElement()
			.asString()
			.contains("INFO")
			.contains("tracing.exporter.otlp.endpoint")
			.contains("http://localhost:4317");
	}

	@ParameterizedTest
	@ValueSource(strings = { "tracing.enabled=false", "tracing.exporter.enabled=false" })
	void switchedOffThereIsNoBeanAndNoThreadOfOurs(String off, CapturedOutput output) {
		Set<Thread> before = threads();
		this.runner
			.withPropertyValues(off, "tracing.exporter.otlp.endpoint=not valid",
					"tracing.exporter.console.enabled=true", "tracing.exporter.batch.max-queue-size=-1")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context).doesNotHaveBean(SpanExporter.class).doesNotHaveBean(SpanProcessor.class);
				context.getBean(Tracer.class).spanBuilder("x").startSpan().end();
				assertThat(threads()).isSubsetOf(before);
			});
		assertThat(output).doesNotContain(NOWHERE);
	}

	@Test
	void aForeignOpenTelemetryKeepsUsOut(CapturedOutput output) {
		Set<Thread> before = threads();
		this.runner.withBean("theirs", OpenTelemetry.class, OpenTelemetry::noop)
			.withPropertyValues("tracing.exporter.otlp.endpoint=localhost:4317",
					"tracing.exporter.console.enabled=true")
			.run((context) -> {
				assertThat(context).doesNotHaveBean(SpanExporter.class).doesNotHaveBean(SpanProcessor.class);
				assertThat(threads()).isSubsetOf(before);
			});
		assertThat(output).doesNotContain(NOWHERE);
	}

	@Test
	void anEndpointMakesAnOtlpExporter(CapturedOutput output) {
		this.runner.withPropertyValues("tracing.exporter.otlp.endpoint=localhost:4318")
			.run((context) -> assertThat(context.getBean(SpanExporter.class))
				.hasToString("OTLP/HTTP http://localhost:4318/v1/traces"));
		this.runner
			.withPropertyValues("tracing.exporter.otlp.endpoint=localhost:4318", "tracing.exporter.otlp.protocol=grpc")
			.run((context) -> assertThat(context.getBean(SpanExporter.class))
				.hasToString("OTLP/gRPC http://localhost:4318"));
		this.runner
			.withPropertyValues("tracing.exporter.otlp.endpoint=localhost:4317",
					"tracing.exporter.otlp.protocol=http/protobuf")
			.run((context) -> assertThat(context.getBean(SpanExporter.class))
				.hasToString("OTLP/HTTP http://localhost:4317/v1/traces"));
		assertThat(output).doesNotContain(NOWHERE);
	}

	@Test
	void aBlankEndpointIsNone() {
		this.runner.withPropertyValues("tracing.exporter.otlp.endpoint=${UNSET_VARIABLE: }")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SpanExporter.class));
	}

	@Test
	void otlpCanBeSwitchedOffWithItsEndpointLeftIn() {
		this.runner
			.withPropertyValues("tracing.exporter.otlp.endpoint=localhost:4317", "tracing.exporter.otlp.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(SpanExporter.class));
	}

	@Test
	void switchedOffItsTargetMayBeAnything() {
		this.runner
			.withPropertyValues("tracing.exporter.otlp.endpoint=otel.example.com:4317",
					"tracing.exporter.otlp.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void aListedHostMayBeSentToUnencrypted() {
		this.runner
			.withPropertyValues("tracing.exporter.otlp.endpoint=otel.example.com:4317",
					"tracing.exporter.otlp.plaintext-hosts=100.64.0.0/10,*.example.com")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void theUsersOtlpExporterReplacesOurs() {
		ApplicationContextRunner otlp = this.runner.withPropertyValues("tracing.exporter.otlp.endpoint=localhost:4317");
		otlp.withBean(OtlpGrpcSpanExporter.class, OtlpGrpcSpanExporter::getDefault)
			.run((context) -> assertThat(context.getBean(SpanExporter.class)).isInstanceOf(OtlpGrpcSpanExporter.class));
		otlp.withBean(OtlpHttpSpanExporter.class, OtlpHttpSpanExporter::getDefault)
			.run((context) -> assertThat(context.getBean(SpanExporter.class)).isInstanceOf(OtlpHttpSpanExporter.class));
	}

	@Test
	void anotherExporterOfTheUsersIsThereBesideOurs() {
		this.runner.withPropertyValues("tracing.exporter.otlp.endpoint=localhost:4317")
			.withBean("theirs", SpanExporter.class, InMemorySpanExporter::create)
			.run((context) -> assertThat(context).getBeans(SpanExporter.class)
				.containsOnlyKeys("theirs", "otlpSpanExporter"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"batch.max-queue-size=0 | tracing.exporter.batch.max-queue-size is 0 but must be from 1 to 1000000",
			"batch.max-batch-size=2049 | tracing.exporter.batch.max-batch-size is 2049 but must be from 1 to 2048",
			"batch.max-batch-size=0 | tracing.exporter.batch.max-batch-size is 0 but must be from 1 to 2048",
			"batch.schedule-delay=0s | tracing.exporter.batch.schedule-delay is PT0S but must be from 1ms to 1h",
			"batch.export-timeout=-1s | tracing.exporter.batch.export-timeout is PT-1S but must be from 1ms to 1h",
			"otlp.timeout=2h | tracing.exporter.otlp.timeout is PT2H but must be from 1ms to 1h",
			"otlp.connect-timeout=0 | tracing.exporter.otlp.connect-timeout is PT0S but must be from 1ms to 1h",
			"otlp.retry.max-attempts=1 | tracing.exporter.otlp.retry.max-attempts is 1 but must be from 2 to 5",
			"otlp.retry.max-attempts=6 | tracing.exporter.otlp.retry.max-attempts is 6 but must be from 2 to 5",
			"otlp.retry.initial-backoff=0 | tracing.exporter.otlp.retry.initial-backoff is PT0S but must be from 1ms to 1h",
			"otlp.retry.max-backoff=2h | tracing.exporter.otlp.retry.max-backoff is PT2H but must be from 1ms to 1h",
			"otlp.retry.multiplier=0.9 | tracing.exporter.otlp.retry.multiplier is 0.9 but must be from 1.0 to 10.0",
			"otlp.retry.multiplier=NaN | tracing.exporter.otlp.retry.multiplier is NaN but must be from 1.0 to 10.0",
			"otlp.plaintext-hosts=* | tracing.exporter.otlp.plaintext-hosts has the entry '*'",
			"otlp.endpoint=otel.example.com:4317 | otel.example.com is a name that does not say that it is local",
			"otlp.endpoint=localhost | tracing.exporter.otlp.endpoint is 'localhost' but must be a URL",
			"otlp.headers.[a b]=x | tracing.exporter.otlp.headers has the name 'a b'",
			"otlp.headers.key=s\u00e9cret | tracing.exporter.otlp.headers.key has a character that no header may have",
			"otlp.protocol=http/json | http/json", "console.format=tree | tree", "otlp.compression=zip | zip" })
	void aValueThatCannotBeHonouredStopsTheStart(String property, String message) {
		this.runner.withPropertyValues("tracing.exporter." + property).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).rootCause().hasMessageContaining(message);
			assertThat(context.getStartupFailure()).rootCause().message().doesNotContain("s\u00e9cret");
		});
	}

	private static Set<Thread> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().matches("(BatchSpanProcessor|OkHttp|tracing).*"))
			.collect(Collectors.toSet());
	}

}
