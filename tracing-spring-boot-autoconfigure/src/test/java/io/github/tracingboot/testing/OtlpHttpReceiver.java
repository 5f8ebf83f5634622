package io.github.tracingboot.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import org.jspecify.annotations.Nullable;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** A backend that speaks OTLP over HTTP, on a free port of the loopback interface. */
public final class OtlpHttpReceiver implements AutoCloseable {

	private final OtlpInbox inbox = new OtlpInbox();

	private final HttpServer server;

	private final String path;

	private final Queue<Integer> next = new ConcurrentLinkedQueue<>();

	private final AtomicInteger attempts = new AtomicInteger();

	private volatile int answer = 200;

	private volatile @Nullable String redirect;

	private OtlpHttpReceiver(String path, @Nullable ServerCertificates certificates) throws IOException {
		this.path = path;
		InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
		this.server = (certificates != null) ? encrypted(address, certificates) : HttpServer.create(address, 0);
		this.server.createContext("/", this::handle);
		this.server.start();
	}

	public static OtlpHttpReceiver start() {
		return start("/v1/traces");
	}

	private static HttpServer encrypted(InetSocketAddress address, ServerCertificates certificates) throws IOException {
		HttpsServer server = HttpsServer.create(address, 0);
		SSLContext context = certificates.sslContext();
		server.setHttpsConfigurator(new HttpsConfigurator(context) {

			@Override
			public void configure(HttpsParameters parameters) {
				SSLParameters defaults = context.getDefaultSSLParameters();
				defaults.setNeedClientAuth(certificates.trustManagerFactory() != null);
				parameters.setSSLParameters(defaults);
			}

		});
		return server;
	}

	public static OtlpHttpReceiver start(ServerCertificates certificates) {
		try {
			return new OtlpHttpReceiver("/v1/traces", certificates);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public static OtlpHttpReceiver start(String path) {
		try {
			return new OtlpHttpReceiver(path, null);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public int port() {
		return this.server.getAddress().getPort();
	}

	public String endpoint() {
		return ((this.server instanceof HttpsServer) ? "https" : "http") + "://localhost:" + port();
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

	/**
	 * Sets what the next exports are answered with, one each.
	 * @param statuses the HTTP statuses
	 */
	public void answerNext(Integer... statuses) {
		this.next.addAll(List.of(statuses));
	}

	/** How many exports came in, refused ones included. */
	public int attempts() {
		return this.attempts.get();
	}

	/**
	 * Answers exports with 307 from now on.
	 * @param location where to
	 */
	public void redirect(String location) {
		this.redirect = location;
		this.answer = 307;
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

	private void handle(HttpExchange exchange) throws IOException {
		try (exchange; InputStream body = body(exchange)) {
			ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(body);
			this.attempts.incrementAndGet();
			Integer next = this.next.poll();
			int wanted = (next != null) ? next : this.answer;
			int status = exchange.getRequestURI().getPath().equals(this.path) ? wanted : 404;
			if (status == 200) {
				Map<String, String> headers = new HashMap<>();
				exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
				this.inbox.add(request, headers);
			}
			byte[] response = ExportTraceServiceResponse.getDefaultInstance().toByteArray();
			exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
			if (this.redirect != null) {
				exchange.getResponseHeaders().set("Location", this.redirect);
			}
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
