package io.github.tracingboot.redaction;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.tracingboot.testing.OtlpGrpcReceiver;
import io.github.tracingboot.testing.OtlpHttpReceiver;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/** Every secret in every place of real spans, through every exporter. */
@ExtendWith(OutputCaptureExtension.class)
class RedactedExportIT {

	private static final AttributeKey<String> TEXT = AttributeKey.stringKey("text");

	private static final List<String> TEXTS = Secrets.planted().stream().map(Secrets.Planted::text).toList();

	@TempDir
	Path directory;

	@Test
	void noSecretArrivesOverGrpcOrInTheFileOrAnExporterOfTheUsers(CapturedOutput output) throws Exception {
		Path file = this.directory.resolve("spans.jsonl");
		try (OtlpGrpcReceiver receiver = OtlpGrpcReceiver.start()) {
			String kept = run("http://localhost:" + receiver.port(), "tracing.exporter.file.path=" + file);
			assertClean(kept, TEXTS.size());
			assertClean(receiver.awaitSpans(TEXTS.size() + Secrets.harmless().size()).toString(), TEXTS.size());
		}
		assertClean(Files.readString(file), TEXTS.size());
		assertThat(output).doesNotContain("could not be searched");
	}

	@ParameterizedTest
	@ValueSource(strings = { "full", "json" })
	void noSecretArrivesOverHttpOrOnTheConsole(String format, CapturedOutput output) throws Exception {
		try (OtlpHttpReceiver receiver = OtlpHttpReceiver.start()) {
			run(receiver.endpoint(), "tracing.exporter.otlp.protocol=http/protobuf",
					"tracing.exporter.console.enabled=true", "tracing.exporter.console.format=" + format);
			assertClean(receiver.awaitSpans(TEXTS.size() + Secrets.harmless().size()).toString(), TEXTS.size());
		}
		assertClean(output.getOut(), TEXTS.size());
	}

	private static void assertClean(String exported, int times) {
		for (Secrets.Planted planted : Secrets.planted()) {
			assertThat(planted.secret().lines()).as(planted.kind())
				.filteredOn((line) -> line.length() > 6 && !line.startsWith("-----"))
				.isNotEmpty()
				.noneMatch(exported::contains);
		}
		assertThat(exported.split("\\Q***\\E", -1)).hasSizeGreaterThan(times);
		// Those that no format writes in another way.
		List<String> plain = Secrets.harmless().stream().filter((text) -> text.matches("[\\w .,:;/@#*+()-]+")).toList();
		assertThat(plain).hasSizeGreaterThan(100).allSatisfy((text) -> assertThat(exported).contains(text));
	}

	private static String run(String endpoint, String... properties) {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.properties(Map.of("spring.application.name", "shop", "tracing.exporter.otlp.endpoint", endpoint,
					// Together they are more than a gRPC server takes at once.
					"tracing.exporter.batch.max-batch-size", "100"))
			.properties(properties)
			.properties(inTheResource())
			.run()) {
			Tracer tracer = context.getBean(Tracer.class);
			TEXTS.forEach((text) -> everywhere(tracer, text));
			Secrets.harmless().forEach((text) -> everywhere(tracer, text));
			context.getBean(io.opentelemetry.sdk.trace.SdkTracerProvider.class)
				.forceFlush()
				.join(10, java.util.concurrent.TimeUnit.SECONDS);
			return context.getBean(Kept.class).spans.toString();
		}
	}

	private static Map<String, Object> inTheResource() {
		Map<String, Object> attributes = new HashMap<>();
		for (int i = 0; i < TEXTS.size(); i++) {
			attributes.put("tracing.resource.attributes.text" + i, TEXTS.get(i));
		}
		return attributes;
	}

	private static void everywhere(Tracer tracer, String text) {
		SpanContext other = SpanContext.create("0af7651916cd43dd8448eb211c80319c", "00f067aa0ba902b7",
				TraceFlags.getSampled(), TraceState.getDefault());
		Span span = tracer.spanBuilder("work " + text)
			.setAttribute(TEXT, text)
			.addLink(other, Attributes.of(TEXT, text))
			.startSpan();
		span.setAttribute("user.password", text);
		span.addEvent("event " + text, Attributes.of(AttributeKey.stringArrayKey("texts"), List.of(text)));
		span.recordException(failure(text));
		span.setStatus(StatusCode.ERROR, text);
		span.end();
	}

	// With few frames, which hold no secret and take long to search.
	private static Throwable failure(String text) {
		Throwable cause = new IllegalArgumentException("cause: " + text);
		Throwable failure = new IllegalStateException(text, cause);
		for (Throwable each : List.of(cause, failure)) {
			each.setStackTrace(Arrays.copyOf(each.getStackTrace(), 2));
		}
		return failure;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Kept kept() {
			return new Kept();
		}

	}

	static class Kept implements SpanExporter {

		private final Queue<SpanData> spans = new ConcurrentLinkedQueue<>();

		@Override
		public CompletableResultCode export(Collection<SpanData> spans) {
			this.spans.addAll(spans);
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode flush() {
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode shutdown() {
			return CompletableResultCode.ofSuccess();
		}

	}

}
