package io.github.tracingboot.exporter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import io.github.tracingboot.core.ExporterStatus;
import io.github.tracingboot.testing.FaultyLink;
import io.github.tracingboot.testing.OtlpGrpcReceiver;
import io.github.tracingboot.testing.OtlpHttpReceiver;
import io.github.tracingboot.testing.StackTraces;
import io.grpc.Status;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Every way in which a backend fails, over both protocols, beside a backend that works.
 * What was measured is left in target/failure-matrix.md.
 */
@ExtendWith(OutputCaptureExtension.class)
class FailureMatrixIT {

	private static final Map<Fault, List<String>> TABLE = new EnumMap<>(Fault.class);

	private static final int ROUNDS = 20;

	private static final int SPANS_IN_ROUND = 50;

	/** How the systems' and the clients' words tell that the peer ended a connection. */
	private static final String CUT = "reset|broken pipe|closed|shutdown|unexpected end|EOF|exhausted all routes";

	/** What goes wrong, and what the log then says about it. */
	enum Fault {

		DOWN_AT_START("backend down at start", "Connection refused"),

		DOWN_LATER("backend goes down", "Connection refused|" + CUT),

		SLOW("every answer takes 200 ms", "the queue is full"),

		HANGING("backend accepts and never answers", "time"),

		BAD_REQUEST("400 / INVALID_ARGUMENT", "400|no such tenant"),

		TOO_MANY("429 with Retry-After / RESOURCE_EXHAUSTED", "429|no such tenant|timeout"),

		ERROR("500 / INTERNAL", "500|no such tenant"),

		UNAVAILABLE("503 / UNAVAILABLE", "503|no such tenant|timeout"),

		GARBAGE("answer is not of the protocol", ".+"),

		RESETTING("connection is reset", CUT);

		private final String text;

		private final String cause;

		Fault(String text, String cause) {
			this.text = text;
			this.cause = cause;
		}

	}

	static Stream<Arguments> cases() {
		return Arrays.stream(OtlpTarget.Protocol.values())
			.flatMap((protocol) -> Arrays.stream(Fault.values()).map((fault) -> Arguments.of(protocol, fault)));
	}

	@ParameterizedTest
	@MethodSource("cases")
	void nothingIsDelayedOrMiscountedAndDeliveryResumes(OtlpTarget.Protocol protocol, Fault fault,
			CapturedOutput output) {
		boolean grpc = protocol == OtlpTarget.Protocol.GRPC;
		try (OtlpGrpcReceiver grpcBackend = OtlpGrpcReceiver.start();
				OtlpHttpReceiver httpBackend = OtlpHttpReceiver.start();
				OtlpHttpReceiver healthy = OtlpHttpReceiver.start();
				FaultyLink link = FaultyLink.to(grpc ? grpcBackend.port() : httpBackend.port(),
						(fault == Fault.DOWN_AT_START) ? FaultyLink.Mode.DOWN : FaultyLink.Mode.WORKING)) {
			Backend backend = new Backend(link, grpcBackend, httpBackend);
			Run run = new Run(start(protocol, fault, link, healthy));
			if (fault != Fault.DOWN_AT_START) {
				run.endSpans(1);
				await().until(() -> run.faulty().exported() == SPANS_IN_ROUND);
				backend.inject(fault);
			}
			run.endSpans(ROUNDS);
			await().atMost(Duration.ofSeconds(20))
				.until(() -> run.faulty().failed() > 0 || (fault == Fault.SLOW && run.faulty().dropped() > 0));
			long before = run.faulty().exported();
			backend.heal();
			await().atMost(Duration.ofSeconds(20)).until(() -> {
				run.endSpans(1);
				return run.faulty().exported() > before && run.faulty().queued() == 0;
			});
			run.app().close();
			IntSupplier arrived = grpc ? grpcBackend::received : httpBackend::received;
			run.assertCountsAddUp(arrived.getAsInt(), healthy.received());
			assertLog(output, run.faulty().description(), fault);
			TABLE.computeIfAbsent(fault, (key) -> new ArrayList<>())
				.add(row(protocol, fault, run, arrived.getAsInt(), healthy.received()));
		}
	}

	private static void assertLog(CapturedOutput output, String exporter, Fault fault) {
		List<String> lines = output.getAll()
			.lines()
			.filter((line) -> line.contains("Spans ") && line.contains(exporter))
			.toList();
		assertThat(lines).as("one line for the trouble, perhaps one for its drops, one for its end")
			.hasSizeBetween(2, 4);
		assertThat(lines.get(0)).contains("WARN").containsPattern("(?i)" + fault.cause);
		assertThat(lines).last().asString().contains("INFO").contains("again; lost: ");
		assertThat(StackTraces.ours(output.getAll())).isEmpty();
	}

	private static ConfigurableApplicationContext start(OtlpTarget.Protocol protocol, Fault fault, FaultyLink link,
			OtlpHttpReceiver healthy) {
		return new SpringApplicationBuilder(App.class).web(WebApplicationType.NONE)
			.initializers((context) -> ((GenericApplicationContext) context).registerBean("healthy", SpanExporter.class,
					() -> new Healthy(
							OtlpHttpSpanExporter.builder().setEndpoint(healthy.endpoint() + "/v1/traces").build())))
			.properties(Map.of("tracing.exporter.otlp.endpoint", "127.0.0.1:" + link.port(),
					"tracing.exporter.otlp.protocol", protocol, "tracing.exporter.otlp.timeout",
					(fault == Fault.SLOW) ? "10s" : "500ms", "tracing.exporter.otlp.retry.initial-backoff", "10ms",
					"tracing.exporter.otlp.retry.max-backoff", "20ms", "tracing.exporter.batch.max-queue-size", "256",
					"tracing.exporter.batch.max-batch-size", "64", "tracing.exporter.batch.schedule-delay", "10ms"))
			.run();
	}

	private static String row(OtlpTarget.Protocol protocol, Fault fault, Run run, int arrived, int healthy) {
		ExporterStatus faulty = run.faulty();
		return "| %s | %s | %d | %d | %d | %d | %d | %d | %d |".formatted(fault.text,
				(protocol == OtlpTarget.Protocol.GRPC) ? "gRPC" : "HTTP", run.ended(), faulty.exported(),
				faulty.failed(), faulty.dropped(), arrived, healthy, run.p99Micros());
	}

	@AfterAll
	static void writeTable() throws IOException {
		StringBuilder table = new StringBuilder("| what fails | protocol | spans ended | exported | failed | dropped"
				+ " | arrived | arrived at the other backend | µs to end a span, p99 |\n");
		table.append("|---|---|---|---|---|---|---|---|---|\n");
		TABLE.values().forEach((rows) -> rows.forEach((row) -> table.append(row).append('\n')));
		Files.writeString(Path.of("target/failure-matrix.md"), table);
	}

	private record Backend(FaultyLink link, OtlpGrpcReceiver grpc, OtlpHttpReceiver http) {

		void inject(Fault fault) {
			switch (fault) {
				case DOWN_AT_START, DOWN_LATER -> this.link.mode(FaultyLink.Mode.DOWN);
				case SLOW -> this.link.mode(FaultyLink.Mode.SLOW);
				case HANGING -> this.link.mode(FaultyLink.Mode.HANGING);
				case GARBAGE -> this.link.mode(FaultyLink.Mode.GARBAGE);
				case RESETTING -> this.link.mode(FaultyLink.Mode.RESETTING);
				case BAD_REQUEST -> answer(400, Status.INVALID_ARGUMENT);
				case TOO_MANY -> answer(429, Status.RESOURCE_EXHAUSTED);
				case ERROR -> answer(500, Status.INTERNAL);
				case UNAVAILABLE -> answer(503, Status.UNAVAILABLE);
			}
		}

		void heal() {
			this.link.mode(FaultyLink.Mode.WORKING);
			answer(200, Status.OK);
		}

		private void answer(int status, Status grpc) {
			this.http.answer(status);
			this.grpc.answer(grpc.isOk() ? grpc : grpc.withDescription("no such tenant"));
		}

	}

	/** An application that ends spans and takes the time of each. */
	private static final class Run {

		private final ConfigurableApplicationContext app;

		private final List<ExporterStatus> exporters;

		private final long[] nanos = new long[100_000];

		private int ended;

		Run(ConfigurableApplicationContext app) {
			this.app = app;
			this.exporters = StreamSupport.stream(app.getBean(ExportPipeline.class).spliterator(), false).toList();
		}

		/** Not faster than the healthy exporter can send them. */
		void endSpans(int rounds) {
			Tracer tracer = this.app.getBean(Tracer.class);
			for (int round = 0; round < rounds; round++) {
				for (int i = 0; i < SPANS_IN_ROUND; i++) {
					Span span = tracer.spanBuilder("x").startSpan();
					long start = System.nanoTime();
					span.end();
					this.nanos[this.ended] = System.nanoTime() - start;
					this.ended++;
				}
				await().pollDelay(Duration.ZERO)
					.pollInterval(Duration.ofMillis(1))
					.until(() -> healthy().queued() == 0);
			}
		}

		void assertCountsAddUp(int arrived, int arrivedHealthy) {
			ExporterStatus faulty = faulty();
			assertThat(faulty.queued() + faulty.sending() + faulty.late()).isZero();
			assertThat(faulty.exported() + faulty.failed() + faulty.dropped()).isEqualTo(this.ended);
			// What was given up may have arrived all the same.
			assertThat((long) arrived).isBetween(faulty.exported(), faulty.exported() + faulty.failed());
			assertThat(healthy().exported()).isEqualTo(this.ended).isEqualTo(arrivedHealthy);
			assertThat(p99Micros()).isLessThan(5_000);
		}

		ConfigurableApplicationContext app() {
			return this.app;
		}

		int ended() {
			return this.ended;
		}

		ExporterStatus faulty() {
			return exporter("otlpSpanExporter");
		}

		private ExporterStatus healthy() {
			return exporter("healthy");
		}

		private ExporterStatus exporter(String name) {
			return this.exporters.stream().filter((exporter) -> exporter.name().equals(name)).findFirst().orElseThrow();
		}

		long p99Micros() {
			long[] sorted = Arrays.copyOf(this.nanos, this.ended);
			Arrays.sort(sorted);
			return sorted[(int) (this.ended * 0.99)] / 1000;
		}

	}

	/** Not of a type that would take the place of ours. */
	private record Healthy(SpanExporter delegate) implements SpanExporter {

		@Override
		public CompletableResultCode export(Collection<SpanData> spans) {
			return this.delegate.export(spans);
		}

		@Override
		public CompletableResultCode flush() {
			return this.delegate.flush();
		}

		@Override
		public CompletableResultCode shutdown() {
			return this.delegate.shutdown();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class App {

	}

}
