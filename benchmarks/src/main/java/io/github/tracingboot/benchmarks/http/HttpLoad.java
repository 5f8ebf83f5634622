package io.github.tracingboot.benchmarks.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Asks for the page over a few connections that stay open, one request after the other on
 * each. Reads no more of an answer than how long it is, so that the load costs little.
 */
final class HttpLoad implements AutoCloseable {

	private static final byte[] REQUEST = String
		.join("\r\n", "GET /orders/42 HTTP/1.1", "Host: localhost", "User-Agent: load",
				"traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "", "")
		.getBytes(StandardCharsets.US_ASCII);

	private final List<Socket> connections = new ArrayList<>();

	private final List<byte[]> buffers = new ArrayList<>();

	HttpLoad(int port, int connections) throws IOException {
		for (int i = 0; i < connections; i++) {
			Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
			socket.setTcpNoDelay(true);
			this.connections.add(socket);
			this.buffers.add(new byte[4096]);
		}
	}

	/** Sends so many requests in all and waits for their answers. */
	void run(int requests) throws IOException, InterruptedException {
		AtomicReference<IOException> failure = new AtomicReference<>();
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < this.connections.size(); i++) {
			Socket socket = this.connections.get(i);
			byte[] buffer = this.buffers.get(i);
			int share = requests / this.connections.size();
			Thread thread = new Thread(() -> {
				try {
					for (int request = 0; request < share; request++) {
						socket.getOutputStream().write(REQUEST);
						readAnswer(socket.getInputStream(), buffer);
					}
				}
				catch (IOException ex) {
					failure.set(ex);
				}
			});
			thread.start();
			threads.add(thread);
		}
		for (Thread thread : threads) {
			thread.join();
		}
		IOException failed = failure.get();
		if (failed != null) {
			throw failed;
		}
	}

	/** The body is the number of the order, with its length in the headers. */
	private static void readAnswer(InputStream in, byte[] buffer) throws IOException {
		int length = 0;
		while (length < 6 || !endsWithBody(buffer, length)) {
			int read = in.read(buffer, length, buffer.length - length);
			if (read < 0 || length + read == buffer.length) {
				throw new IOException("Unexpected answer: " + new String(buffer, 0, length, StandardCharsets.US_ASCII));
			}
			length += read;
		}
	}

	private static boolean endsWithBody(byte[] buffer, int length) {
		return buffer[length - 1] == '2' && buffer[length - 2] == '4' && buffer[length - 3] == '\n'
				&& buffer[length - 5] == '\n';
	}

	@Override
	public void close() throws IOException {
		for (Socket socket : this.connections) {
			socket.close();
		}
	}

}
