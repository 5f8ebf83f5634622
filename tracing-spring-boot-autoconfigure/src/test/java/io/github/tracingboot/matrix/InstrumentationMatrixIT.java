package io.github.tracingboot.matrix;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpServer;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.tracingboot.testing.EmbeddedBroker;
import io.github.tracingboot.testing.EmbeddedRedis;
import io.github.tracingboot.testing.OtlpHttpReceiver;

import org.springframework.boot.SpringBootVersion;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each operation has one span: alone, beside Spring Boot's tracing, and beside the java
 * agent. What it finds is the table in docs/coexistence.md.
 */
class InstrumentationMatrixIT {

	private static final String AGENT = "beside the java agent";

	private static final String REDIS = "Redis (Lettuce)";

	private static final String TRACED = "`@Traced`";

	private static final String ASYNC = "`@Traced` with `@Async`";

	private static final String OBSERVATION = "any `Observation`";

	/** Spring Boot 4 observes Lettuce, in place of the agent. */
	private static final Set<String> OURS_BESIDE_AGENT = SpringBootVersion.getVersion().startsWith("3.")
			? Set.of(TRACED, ASYNC, OBSERVATION) : Set.of(TRACED, ASYNC, OBSERVATION, REDIS);

	private static final List<Row> ROWS = List.of(
			new Row("HTTP server (Spring MVC)", "rest-client", kind(SpanKind.SPAN_KIND_SERVER)),
			new Row("HTTP server (WebFlux)", "webflux", kind(SpanKind.SPAN_KIND_SERVER)),
			new Row("`RestClient`", "rest-client", kind(SpanKind.SPAN_KIND_CLIENT)),
			new Row("`RestTemplate`", "rest-template", kind(SpanKind.SPAN_KIND_CLIENT)),
			new Row("`WebClient`", "web-client", kind(SpanKind.SPAN_KIND_CLIENT)),
			new Row("JDK `HttpClient`", "jdk-client", kind(SpanKind.SPAN_KIND_CLIENT)),
			new Row("RabbitMQ publish", "amqp", kind(SpanKind.SPAN_KIND_PRODUCER)),
			new Row("RabbitMQ process", "amqp", kind(SpanKind.SPAN_KIND_CONSUMER)),
			new Row("gRPC client", "grpc", kind(SpanKind.SPAN_KIND_CLIENT)),
			new Row("gRPC server", "grpc", kind(SpanKind.SPAN_KIND_SERVER)),
			new Row(REDIS, "redis", kind(SpanKind.SPAN_KIND_CLIENT)),
			new Row("MongoDB", "mongo", kind(SpanKind.SPAN_KIND_CLIENT)),
			new Row("InfluxDB 2", "influx", kind(SpanKind.SPAN_KIND_CLIENT)),
			new Row("JDBC", "jdbc", kind(SpanKind.SPAN_KIND_CLIENT)),
			new Row(TRACED, "traced", (span) -> span.getName().equals("traced")),
			new Row(ASYNC, "async", (span) -> span.getName().equals("traced")),
			new Row(OBSERVATION, "observation", (span) -> span.getName().equals("observed")),
			new Row("`@Scheduled`", "", (span) -> span.getName().matches("(?i)(task )?.*jobs[.#]run")));

	// Of the two clients of MongoDB only one stops its threads with the application.
	private static final String ONE_MONGO = "org.springframework.boot.autoconfigure.mongo.MongoReactiveAutoConfiguration,"
			+ "org.springframework.boot.mongodb.autoconfigure.MongoReactiveAutoConfiguration";

	/** The agent has two for it, the client's and Spring's. */
	private static final String TWICE = "RabbitMQ process";

	private static final MongoServer mongo = new MongoServer(new MemoryBackend());

	private static final InetSocketAddress mongoAddress = mongo.bind();

	private static HttpServer influx;

	@TempDir
	Path directory;

	@BeforeAll
	static void start() throws IOException {
		influx = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		influx.createContext("/", (exchange) -> {
			exchange.getRequestBody().readAllBytes();
			exchange.sendResponseHeaders(204, -1);
			exchange.close();
		});
		influx.start();
	}

	@AfterAll
	static void stop() {
		influx.stop(0);
		mongo.shutdown();
	}

	@Test
	void eachOperationHasOneSpan() throws Exception {
		List<Column> columns = new ArrayList<>();
		columns.add(run("alone", List.of(), "",
				Map.of("TRACING_EXPORTER_OTLP_ENDPOINT", "@", "TRACING_EXPORTER_OTLP_PROTOCOL", "http/protobuf")));
		columns.add(run("beside Spring Boot's tracing", List.of(), jars("test.boot-tracing"),
				Map.of("MANAGEMENT_OTLP_TRACING_ENDPOINT", "@/v1/traces",
						"MANAGEMENT_OPENTELEMETRY_TRACING_EXPORT_OTLP_ENDPOINT", "@/v1/traces",
						"MANAGEMENT_TRACING_SAMPLING_PROBABILITY", "0.0", "MANAGEMENT_TRACING_BAGGAGE_ENABLED", "false",
						"SPRING_RABBITMQ_TEMPLATE_OBSERVATION_ENABLED", "true",
						"SPRING_RABBITMQ_LISTENER_SIMPLE_OBSERVATION_ENABLED", "true")));
		columns.add(run(AGENT, List.of("-javaagent:" + property("test.javaagent")), "", Map
			.of("OTEL_EXPORTER_OTLP_ENDPOINT", "@", "OTEL_METRICS_EXPORTER", "none", "OTEL_LOGS_EXPORTER", "none")));
		columns.forEach((column) -> ROWS.forEach(column::assertOne));
		String table = table(columns);
		assertThat(Files.readString(Path.of("../docs/coexistence.md")))
			.as("Spring Boot " + SpringBootVersion.getVersion() + "\n" + table)
			.contains(table);
		besideBootsTracing(columns.get(1));
	}

	private static void besideBootsTracing(Column column) {
		List<Span> spans = column.of("micrometer").map(Found::span).toList();
		Span byMicrometer = only(spans, "by micrometer");
		assertThat(only(spans, "traced").getParentSpanId()).isEqualTo(byMicrometer.getSpanId());
		assertThat(byMicrometer.getParentSpanId()).isEqualTo(only(spans, "operation micrometer").getSpanId());
		List<Span> observed = column.of("observation").map(Found::span).toList();
		assertThat(only(observed, "traced").getParentSpanId()).isEqualTo(only(observed, "observed").getSpanId());
		String line = column.output.lines().filter((text) -> text.contains("in the log: ")).findFirst().orElseThrow();
		String id = HexFormat.of().formatHex(byMicrometer.getTraceId().toByteArray());
		assertThat(line.substring(0, line.indexOf("in the log"))).containsOnlyOnce(id);
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

	private static String jars(String directory) throws IOException {
		try (Stream<Path> jars = Files.list(Path.of(property(directory)))) {
			return jars.map((jar) -> File.pathSeparator + jar).collect(Collectors.joining());
		}
	}

	private static String table(List<Column> columns) {
		StringBuilder table = new StringBuilder("| |");
		columns.forEach((column) -> table.append(' ').append(column.name).append(" |"));
		table.append("\n|---|").append("---|".repeat(columns.size())).append('\n');
		for (Row row : ROWS) {
			table.append("| ").append(row.name).append(" |");
			columns.forEach((column) -> table.append(' ').append(column.found(row).count()).append(" |"));
			table.append('\n');
		}
		return table.toString();
	}

	private Column run(String name, List<String> options, String jars, Map<String, String> variables) throws Exception {
		Path output = this.directory.resolve(name.replaceAll("\\W", "-") + ".log");
		try (OtlpHttpReceiver receiver = OtlpHttpReceiver.start()) {
			String mongoUri = "mongodb://127.0.0.1:" + mongoAddress.getPort();
			List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
			command.addAll(options);
			command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
					System.getProperty("java.class.path") + jars, Operations.class.getName(),
					"--spring.autoconfigure.exclude=" + ONE_MONGO, "--spring.rabbitmq.host=" + EmbeddedBroker.host(),
					"--spring.rabbitmq.port=" + EmbeddedBroker.port(),
					"--spring.data.redis.host=" + EmbeddedRedis.host(),
					"--spring.data.redis.port=" + EmbeddedRedis.port(), "--spring.data.mongodb.uri=" + mongoUri,
					"--spring.mongodb.uri=" + mongoUri, "--spring.datasource.url=jdbc:h2:mem:clinic",
					"--influx.url=http://127.0.0.1:" + influx.getAddress().getPort()));
			ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(output.toFile());
			variables.forEach((key, value) -> builder.environment().put(key, value.replace("@", receiver.endpoint())));
			Process child = builder.start();
			boolean ended = child.waitFor(120, TimeUnit.SECONDS);
			child.destroyForcibly();
			String text = Files.readString(output);
			assertThat(ended).as(text).isTrue();
			assertThat(text).contains("all done");
			return new Column(name, Found.of(receiver.awaitSpans(ROWS.size())), text);
		}
	}

	/**
	 * What is looked for.
	 *
	 * @param name for the table
	 * @param operation in whose trace, or empty for any
	 * @param span which spans
	 */
	private record Row(String name, String operation, Predicate<Span> span) {

	}

	private record Found(String scope, Span span) {

		static List<Found> of(List<ResourceSpans> received) {
			return received.stream()
				.flatMap((resource) -> resource.getScopeSpansList().stream())
				.flatMap((scope) -> scope.getSpansList()
					.stream()
					.map((span) -> new Found(scope.getScope().getName(), span)))
				.toList();
		}

	}

	private record Column(String name, List<Found> spans, String output) {

		Stream<Found> of(String operation) {
			Span root = only(this.spans.stream().map(Found::span).toList(), "operation " + operation);
			return this.spans.stream().filter((found) -> found.span.getTraceId().equals(root.getTraceId()));
		}

		void assertOne(Row row) {
			boolean agents = this.name.equals(AGENT) && !OURS_BESIDE_AGENT.contains(row.name);
			assertThat(found(row)).as(row.name + " " + this.name)
				.extracting((one) -> one.scope + ": " + one.span.getName())
				.hasSize((agents && row.name.equals(TWICE)) ? 2 : 1)
				.allMatch((one) -> one.startsWith("io.opentelemetry.") == agents);
		}

		private Stream<Found> found(Row row) {
			Stream<Found> candidates = row.operation.isEmpty() ? this.spans.stream() : of(row.operation);
			return candidates.filter((found) -> row.span.test(found.span));
		}

	}

}
