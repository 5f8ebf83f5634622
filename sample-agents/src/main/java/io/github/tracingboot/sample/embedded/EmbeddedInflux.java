package io.github.tracingboot.sample.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Speaks as much of InfluxDB's HTTP API as its client needs to write points and to query
 * them: {@code /api/v2/write} and {@code /api/v2/query}, with one bucket, in memory.
 */
final class EmbeddedInflux implements Embedded {

	private static final int MAX_POINTS = 10_000;

	private static final Map<String, Long> NANOS = Map.of("ns", 1L, "us", 1_000L, "ms", 1_000_000L, "s",
			1_000_000_000L);

	private final Map<String, Deque<MetricPoint>> buckets = Map.of("zcash_metrics", new ArrayDeque<>());

	private final HttpServer server;

	private EmbeddedInflux(HttpServer server) {
		this.server = server;
	}

	static EmbeddedInflux start() {
		try {
			HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
			EmbeddedInflux influx = new EmbeddedInflux(server);
			server.createContext("/api/v2/write", (exchange) -> influx.answer(exchange, influx::write));
			server.createContext("/api/v2/query", (exchange) -> influx.answer(exchange, influx::query));
			server.createContext("/health", (exchange) -> influx.answer(exchange, (to) -> "{\"status\": \"pass\"}"));
			server.start();
			return influx;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The embedded InfluxDB did not start", ex);
		}
	}

	@Override
	public Map<String, Object> properties() {
		return Map.of("chimera.influxdb.url", "http://127.0.0.1:" + this.server.getAddress().getPort());
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

	private String write(HttpExchange exchange) throws IOException {
		MultiValueMap<String, String> parameters = UriComponentsBuilder.fromUri(exchange.getRequestURI())
			.build()
			.getQueryParams();
		Deque<MetricPoint> points = bucket(String.valueOf(parameters.getFirst("bucket")));
		long nanos = NANOS.getOrDefault(String.valueOf(parameters.getFirst("precision")), 1L);
		List<MetricPoint> written = body(exchange).lines()
			.filter((line) -> !line.isBlank())
			.map((line) -> MetricPoint.parse(line, nanos))
			.toList();
		synchronized (points) {
			points.addAll(written);
			while (points.size() > MAX_POINTS) {
				points.removeFirst();
			}
		}
		return "";
	}

	private String query(HttpExchange exchange) throws IOException {
		FluxQuery query = FluxQuery.parse(JsonMapper.shared().readTree(body(exchange)).path("query").asString());
		Deque<MetricPoint> points = bucket(query.bucket());
		Instant stop = Instant.now();
		Instant start = stop.minus(query.age());
		Map<String, String> tags = new HashMap<>(query.equal());
		String field = tags.remove("_field");
		List<MetricPoint> found;
		synchronized (points) {
			found = points.stream().filter((point) -> point.time().isAfter(start) && point.matches(tags)).toList();
		}
		return csv(found, field, start, stop);
	}

	// One table for each field of each combination of tags, with a head of its own.
	private static String csv(List<MetricPoint> points, @Nullable String field, Instant start, Instant stop) {
		Map<String, List<String>> tables = new TreeMap<>();
		for (MetricPoint point : points) {
			point.fields().forEach((name, value) -> {
				if (field == null || field.equals(name)) {
					List<String> rows = tables.computeIfAbsent(name + point.tags(),
							(key) -> head(point, tables.size()));
					rows.add(",,%s,%s,%s,%s,%s,%s,%s".formatted(rows.get(0), start, stop, point.time(), value, name,
							String.join(",", point.tags().values())));
				}
			});
		}
		StringBuilder csv = new StringBuilder();
		tables.values()
			.forEach((rows) -> csv.append(String.join("\r\n", rows.subList(1, rows.size()))).append("\r\n\r\n"));
		return csv.append("\r\n").toString();
	}

	private static List<String> head(MetricPoint point, int table) {
		int tags = point.tags().size();
		return new ArrayList<>(List.of(String.valueOf(table),
				"#datatype,string,long,dateTime:RFC3339,dateTime:RFC3339,dateTime:RFC3339,double,string"
						+ ",string".repeat(tags),
				"#group,false,false,true,true,false,false,true" + ",true".repeat(tags),
				"#default,_result,,,,,," + ",".repeat(tags),
				",result,table,_start,_stop,_time,_value,_field," + String.join(",", point.tags().keySet())));
	}

	private Deque<MetricPoint> bucket(String name) {
		Deque<MetricPoint> points = this.buckets.get(name);
		if (points == null) {
			throw new NoSuchBucketException("bucket \"" + name + "\" not found");
		}
		return points;
	}

	private static String body(HttpExchange exchange) throws IOException {
		return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
	}

	private void answer(HttpExchange exchange, Operation operation) throws IOException {
		try (exchange) {
			try {
				String body = operation.run(exchange);
				send(exchange, body.isEmpty() ? 204 : 200, body);
			}
			catch (NoSuchBucketException ex) {
				send(exchange, 404, problem("not found", ex));
			}
			catch (IllegalArgumentException ex) {
				send(exchange, 400, problem("invalid", ex));
			}
		}
	}

	private static String problem(String code, RuntimeException ex) {
		return JsonMapper.shared().writeValueAsString(Map.of("code", code, "message", String.valueOf(ex.getMessage())));
	}

	private static void send(HttpExchange exchange, int status, String body) throws IOException {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().set("Content-Type", body.startsWith("{") ? "application/json" : "text/csv");
		exchange.sendResponseHeaders(status, (bytes.length == 0) ? -1 : bytes.length);
		exchange.getResponseBody().write(bytes);
	}

	@FunctionalInterface
	private interface Operation {

		String run(HttpExchange exchange) throws IOException;

	}

	private static final class NoSuchBucketException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		NoSuchBucketException(String message) {
			super(message);
		}

	}

}
