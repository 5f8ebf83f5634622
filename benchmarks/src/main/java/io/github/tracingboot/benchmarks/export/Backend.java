package io.github.tracingboot.benchmarks.export;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

import jdk.net.ExtendedSocketOptions;

/**
 * Takes OTLP over HTTP and counts the spans, or takes it and never answers. Not the JDK's
 * server, which cannot acknowledge at once: the client's last segment would wait 40 ms
 * for that, and nothing else would be measured.
 */
public final class Backend implements AutoCloseable {

	private static final byte[] ANSWER = "HTTP/1.1 200 OK\r\nContent-Type: application/x-protobuf\r\nContent-Length: 0\r\n\r\n"
		.getBytes(StandardCharsets.ISO_8859_1);

	private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private final CountDownLatch closed = new CountDownLatch(1);

	private final AtomicLong spans = new AtomicLong();

	private final boolean hanging;

	private Backend(boolean hanging) throws IOException {
		this.hanging = hanging;
		daemon(this::accept);
	}

	public static Backend healthy() throws IOException {
		return new Backend(false);
	}

	public static Backend hanging() throws IOException {
		return new Backend(true);
	}

	public String endpoint() {
		return "http://localhost:" + this.server.getLocalPort();
	}

	public long spans() {
		return this.spans.get();
	}

	@Override
	public void close() throws IOException {
		this.closed.countDown();
		this.server.close();
		for (Socket socket : this.sockets) {
			socket.close();
		}
	}

	private void accept() throws IOException {
		while (!this.server.isClosed()) {
			Socket socket = this.server.accept();
			this.sockets.add(socket);
			daemon(() -> serve(socket));
		}
	}

	private void serve(Socket socket) throws IOException, InterruptedException {
		InputStream in = new BufferedInputStream(new Acknowledging(socket), 1 << 17);
		while (true) {
			int length = contentLength(in);
			byte[] request = in.readNBytes(length);
			if (this.hanging) {
				this.closed.await();
			}
			this.spans.addAndGet(OtlpSpans.count(request));
			socket.getOutputStream().write(ANSWER);
		}
	}

	private static int contentLength(InputStream in) throws IOException {
		int length = 0;
		String line = line(in);
		while (!line.isEmpty()) {
			String header = line.toLowerCase(Locale.ROOT);
			if (header.startsWith("content-length:")) {
				length = Integer.parseInt(header.substring(15).trim());
			}
			line = line(in);
		}
		return length;
	}

	private static String line(InputStream in) throws IOException {
		StringBuilder line = new StringBuilder();
		int next = in.read();
		while (next != '\n') {
			if (next < 0) {
				throw new EOFException();
			}
			if (next != '\r') {
				line.append((char) next);
			}
			next = in.read();
		}
		return line.toString();
	}

	private static void daemon(Task task) {
		Thread thread = new Thread(() -> {
			try {
				task.run();
			}
			catch (IOException | InterruptedException ex) {
				// The client or the measurement is over.
			}
		});
		thread.setDaemon(true);
		thread.start();
	}

	/** Says so with each read: the system forgets it again. */
	private static final class Acknowledging extends FilterInputStream {

		private final Socket socket;

		Acknowledging(Socket socket) throws IOException {
			super(socket.getInputStream());
			this.socket = socket;
		}

		@Override
		public int read(byte[] bytes, int offset, int length) throws IOException {
			int read = super.read(bytes, offset, length);
			this.socket.setOption(ExtendedSocketOptions.TCP_QUICKACK, true);
			return read;
		}

	}

	private interface Task {

		void run() throws IOException, InterruptedException;

	}

}
