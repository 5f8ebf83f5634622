package io.github.tracingboot.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;

/** A backend that speaks OTLP over HTTP, on a free port of the loopback interface. */
public final class OtlpHttpReceiver implements AutoCloseable {

	private final OtlpInbox inbox = new OtlpInbox();

	private final HttpServer server;

	private final String path;

	private volatile int answer = 200;

	private OtlpHttpReceiver(String path) throws IOException {
		this.path = path;
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", this::handle);
		this.server.start();
	}

	public static OtlpHttpReceiver start() {
		return start("/v1/traces");
	}

	public static OtlpHttpReceiver start(String path) {
		try {
			return new OtlpHttpReceiver(path);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public int port() {
		return this.server.getAddress().getPort();
	}

	public String endpoint() {
		return "http://localhost:" + port();
	}

	public List<ResourceSpans> awaitSpans(int count) {
		return this.inbox.awaitSpans(count);
	}

	public Span awaitSpan(String service, String name) {
		return this.inbox.awaitSpan(service, name);
	}

	public int received() {
		return this.inbox.received((name) -> true);
	}

	public Map<String, String> lastHeaders() {
		return this.inbox.lastHeaders();
	}

	/**
	 * Sets what exports are answered with from now on; unless it is 200 they are refused.
	 * @param status the HTTP status
	 */
	public void answer(int status) {
		this.answer = status;
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

	private void handle(HttpExchange exchange) throws IOException {
		try (exchange; InputStream body = body(exchange)) {
			ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(body);
			int status = exchange.getRequestURI().getPath().equals(this.path) ? this.answer : 404;
			if (status == 200) {
				Map<String, String> headers = new HashMap<>();
				exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
				this.inbox.add(request, headers);
			}
			byte[] response = ExportTraceServiceResponse.getDefaultInstance().toByteArray();
			exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
			if (status == 429) {
				exchange.getResponseHeaders().set("Retry-After", "1");
			}
			exchange.sendResponseHeaders(status, (response.length > 0) ? response.length : -1);
			exchange.getResponseBody().write(response);
		}
	}

	private static InputStream body(HttpExchange exchange) throws IOException {
		boolean compressed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
		return compressed ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody();
	}

}
