package io.github.tracingboot.sample.collector;

import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.zip.GZIPInputStream;

import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;

import org.springframework.boot.web.server.PortInUseException;

/**
 * Takes spans from agents in other processes: OTLP over HTTP, on the loopback interface.
 * It is a server of its own, so that receiving a trace does not make another one.
 */
final class OtlpReceiver implements AutoCloseable {

	private static final int MAX_BYTES = 8 * 1024 * 1024;

	private final TraceCollector collector;

	private final HttpServer server;

	private OtlpReceiver(TraceCollector collector, HttpServer server) {
		this.collector = collector;
		this.server = server;
	}

	static OtlpReceiver start(TraceCollector collector, int port) throws IOException {
		try {
			InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
			OtlpReceiver receiver = new OtlpReceiver(collector, HttpServer.create(address, 0));
			receiver.server.createContext("/v1/traces", receiver::receive);
			receiver.server.start();
			return receiver;
		}
		catch (BindException ex) {
			throw new PortInUseException(port, ex);
		}
	}

	int port() {
		return this.server.getAddress().getPort();
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

	private void receive(HttpExchange exchange) throws IOException {
		try (exchange) {
			if (!"POST".equals(exchange.getRequestMethod())) {
				exchange.sendResponseHeaders(405, -1);
				return;
			}
			boolean zipped = "gzip".equalsIgnoreCase(exchange.getRequestHeaders().getFirst("Content-Encoding"));
			try (InputStream body = exchange.getRequestBody();
					InputStream plain = zipped ? new GZIPInputStream(body) : body) {
				byte[] bytes = plain.readNBytes(MAX_BYTES + 1);
				if (bytes.length > MAX_BYTES) {
					exchange.sendResponseHeaders(413, -1);
					return;
				}
				ExportTraceServiceRequest.parseFrom(bytes).getResourceSpansList().forEach(this::collect);
			}
			catch (InvalidProtocolBufferException ex) {
				exchange.sendResponseHeaders(400, -1);
				return;
			}
			byte[] response = ExportTraceServiceResponse.getDefaultInstance().toByteArray();
			exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
			exchange.sendResponseHeaders(200, (response.length == 0) ? -1 : response.length);
			exchange.getResponseBody().write(response);
		}
	}

	private void collect(ResourceSpans spans) {
		Resource resource = Resource.create(ReceivedSpan.attributes(spans.getResource().getAttributesList()));
		List<SpanData> received = spans.getScopeSpansList()
			.stream()
			.flatMap((scope) -> scope.getSpansList().stream())
			.map((span) -> ReceivedSpan.of(resource, span))
			.toList();
		this.collector.export(received);
	}

}
