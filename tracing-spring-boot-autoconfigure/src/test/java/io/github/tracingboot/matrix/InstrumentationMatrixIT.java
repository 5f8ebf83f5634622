package io.github.tracingboot.matrix;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.tracingboot.testing.EmbeddedBroker;
import io.github.tracingboot.testing.OtlpHttpReceiver;
import io.github.tracingboot.testing.OtlpInbox;

import org.springframework.boot.SpringBootVersion;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each operation has one span: alone, beside Spring Boot's tracing, and beside the java
 * agent. What it finds is the table in docs/coexistence.md.
 */
class InstrumentationMatrixIT {

	private static final List<Row> ROWS = List.of(
			new Row("HTTP server (Spring MVC)", "http", kind(SpanKind.SPAN_KIND_SERVER)),
			new Row("HTTP client (`RestClient`)", "http", kind(SpanKind.SPAN_KIND_CLIENT)),
			new Row("RabbitMQ publish", "amqp",
					kind(SpanKind.SPAN_KIND_PRODUCER).and((span) -> span.getName().contains(Operations.QUEUE))),
			new Row("RabbitMQ process", "amqp",
					kind(SpanKind.SPAN_KIND_CONSUMER).and((span) -> span.getName().contains("process"))
						.and((span) -> span.getName().contains(Operations.QUEUE))),
			new Row("gRPC client", "grpc", kind(SpanKind.SPAN_KIND_CLIENT)),
			new Row("gRPC server", "grpc", kind(SpanKind.SPAN_KIND_SERVER)),
			new Row("`@Traced`", "traced", (span) -> span.getName().equals("traced")),
			new Row("`@Async`", "async", (span) -> span.getName().equals("traced")),
			new Row("any `Observation`", "observation", (span) -> span.getName().equals("observed")),
			new Row("`@Scheduled`", "",
					(span) -> span.getName().toLowerCase(Locale.ROOT).matches(".*jobs[.#]run|task jobs.*")));

	@TempDir
	Path directory;

	@Test
	void eachOperationHasOneSpan() throws Exception {
		List<Column> columns = new ArrayList<>();
		columns.add(run("alone", List.of(), "",
				Map.of("TRACING_EXPORTER_OTLP_ENDPOINT", "@", "TRACING_EXPORTER_OTLP_PROTOCOL", "http/protobuf")));
		columns.add(run("with Boot's tracing", List.of(), boots(),
				Map.of("MANAGEMENT_OTLP_TRACING_ENDPOINT", "@/v1/traces",
						"MANAGEMENT_OPENTELEMETRY_TRACING_EXPORT_OTLP_ENDPOINT", "@/v1/traces",
						"MANAGEMENT_TRACING_SAMPLING_PROBABILITY", "0.0", "MANAGEMENT_TRACING_BAGGAGE_ENABLED", "false",
						"SPRING_RABBITMQ_TEMPLATE_OBSERVATION_ENABLED", "true",
						"SPRING_RABBITMQ_LISTENER_SIMPLE_OBSERVATION_ENABLED", "true")));
		columns.add(run("with the java agent", List.of("-javaagent:" + property("test.javaagent")), "", Map
			.of("OTEL_EXPORTER_OTLP_ENDPOINT", "@", "OTEL_METRICS_EXPORTER", "none", "OTEL_LOGS_EXPORTER", "none")));
		String table = table(columns);
		System.out.println("Spring Boot " + SpringBootVersion.getVersion() + "\n" + table);
		Files.writeString(Path.of("target/instrumentation-matrix.md"), table);
		assertThat(columns).allSatisfy((column) -> assertThat(ROWS)
			.allSatisfy((row) -> assertThat(column.count(row)).as(row.name + " " + column.name + column.names(row))
				.isEqualTo(1)));
		assertThat(Files.readString(Path.of("../docs/coexistence.md"))).contains(table);
		besideBootsTracing(columns.get(1));
	}

	private static void besideBootsTracing(Column column) {
		List<Span> spans = column.of("micrometer");
		Span byMicrometer = only(spans, "by micrometer");
		assertThat(only(spans, "traced").getParentSpanId()).isEqualTo(byMicrometer.getSpanId());
		assertThat(byMicrometer.getParentSpanId()).isEqualTo(only(spans, "operation micrometer").getSpanId());
		List<Span> observed = column.of("observation");
		assertThat(only(observed, "traced").getParentSpanId()).isEqualTo(only(observed, "observed").getSpanId());
		String line = column.output.lines().filter((text) -> text.contains("in the log: ")).findFirst().orElseThrow();
		String id = column.hex(byMicrometer);
		assertThat(line.substring(0, line.indexOf("in the log"))).contains(id);
		assertThat(line).contains("trace_id=" + id, "traceId=" + id);
		assertThat(column.output).contains("No effect beside the tracing starter");
	}

	private static Span only(List<Span> spans, String name) {
		List<Span> found = spans.stream().filter((span) -> span.getName().equals(name)).toList();
		assertThat(found).as(name).hasSize(1);
		return found.get(0);
	}

	private static Predicate<Span> kind(SpanKind kind) {
		return (span) -> span.getKind() == kind;
	}

	private static String property(String name) {
		return Objects.requireNonNull(System.getProperty(name), name);
	}

	private static String boots() throws Exception {
		try (Stream<Path> jars = Files.list(Path.of(property("test.boot-tracing")))) {
			return jars.map((jar) -> File.pathSeparator + jar).collect(Collectors.joining());
		}
	}

	private static String table(List<Column> columns) {
		StringBuilder table = new StringBuilder("| |");
		columns.forEach((column) -> table.append(' ').append(column.name).append(" |"));
		table.append("\n|---|").append("---|".repeat(columns.size())).append('\n');
		for (Row row : ROWS) {
			table.append("| ").append(row.name).append(" |");
			columns.forEach((column) -> table.append(' ').append(column.count(row)).append(" |"));
			table.append('\n');
		}
		return table.toString();
	}

	private Column run(String name, List<String> options, String jars, Map<String, String> variables) throws Exception {
		Path output = this.directory.resolve(name.replaceAll("\\W", "-") + ".log");
		try (OtlpHttpReceiver receiver = OtlpHttpReceiver.start()) {
			List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
			command.addAll(options);
			command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path") + jars,
					Operations.class.getName(), "--spring.rabbitmq.host=" + EmbeddedBroker.host(),
					"--spring.rabbitmq.port=" + EmbeddedBroker.port()));
			ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(output.toFile());
			variables.forEach((key, value) -> builder.environment().put(key, value.replace("@", receiver.endpoint())));
			Process child = builder.start();
			assertThat(child.waitFor(120, TimeUnit.SECONDS)).isTrue();
			String text = Files.readString(output);
			assertThat(text).contains("all done");
			return new Column(name, OtlpInbox.spans(receiver.awaitSpans(ROWS.size())), text);
		}
	}

	/**
	 * What is counted.
	 *
	 * @param name for the table
	 * @param operation in whose trace, or empty for any
	 * @param span which spans
	 */
	private record Row(String name, String operation, Predicate<Span> span) {

	}

	private record Column(String name, List<Span> spans, String output) {

		List<Span> of(String operation) {
			Span root = only(this.spans, "operation " + operation);
			return this.spans.stream().filter((span) -> span.getTraceId().equals(root.getTraceId())).toList();
		}

		long count(Row row) {
			return found(row).count();
		}

		String names(Row row) {
			return (row.operation.isEmpty() ? this.spans : of(row.operation)).stream()
				.map((span) -> span.getKind() + " " + span.getName())
				.toList()
				.toString();
		}

		private Stream<Span> found(Row row) {
			return (row.operation.isEmpty() ? this.spans : of(row.operation)).stream().filter(row.span);
		}

		String hex(Span span) {
			return HexFormat.of().formatHex(span.getTraceId().toByteArray());
		}

	}

}
