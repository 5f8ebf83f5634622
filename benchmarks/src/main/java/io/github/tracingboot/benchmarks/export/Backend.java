package io.github.tracingboot.benchmarks.export;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** Takes OTLP over HTTP and counts the spans, or takes it and never answers. */
public final class Backend implements AutoCloseable {

	static {
		// Otherwise each answer waits 40 ms for Nagle's algorithm.
		System.setProperty("sun.net.httpserver.nodelay", "true");
	}

	private final HttpServer server;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final CountDownLatch closed = new CountDownLatch(1);

	private final AtomicLong spans = new AtomicLong();

	private final boolean hanging;

	private Backend(boolean hanging) throws IOException {
		this.hanging = hanging;
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", this::handle);
		this.server.setExecutor(this.threads);
		this.server.start();
	}

	public static Backend healthy() throws IOException {
		return new Backend(false);
	}

	public static Backend hanging() throws IOException {
		return new Backend(true);
	}

	public String endpoint() {
		return "http://localhost:" + this.server.getAddress().getPort();
	}

	public long spans() {
		return this.spans.get();
	}

	@Override
	public void close() {
		this.closed.countDown();
		this.server.stop(0);
		this.threads.shutdownNow();
	}

	private void handle(HttpExchange exchange) throws IOException {
		try (exchange) {
			byte[] request = exchange.getRequestBody().readAllBytes();
			if (this.hanging) {
				this.closed.await();
			}
			this.spans.addAndGet(OtlpSpans.count(request));
			exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
			exchange.sendResponseHeaders(200, -1);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
