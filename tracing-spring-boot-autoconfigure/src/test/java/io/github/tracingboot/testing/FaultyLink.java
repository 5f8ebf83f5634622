package io.github.tracingboot.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A connection to a backend that fails as it is told to, on a port that stays the same.
 */
public final class FaultyLink implements AutoCloseable {

	/** What happens to those who connect. */
	public enum Mode {

		/** Both sides hear each other. */
		WORKING,

		/** As working, with a fifth of a second before each piece of an answer. */
		SLOW,

		/** Connections are refused. */
		DOWN,

		/** Connections are accepted and never answered. */
		HANGING,

		/** Connections are reset as soon as something was sent. */
		RESETTING,

		/** The answer is not of the protocol. */
		GARBAGE

	}

	private final int target;

	private final int port;

	private final Set<Socket> open = ConcurrentHashMap.newKeySet();

	private volatile Mode mode;

	private volatile ServerSocket server;

	private FaultyLink(int target, Mode mode) throws IOException {
		this.target = target;
		this.mode = mode;
		this.server = new ServerSocket();
		this.server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
		this.port = this.server.getLocalPort();
		if (mode == Mode.DOWN) {
			this.server.close();
		}
		else {
			daemon(this::accept);
		}
	}

	public static FaultyLink to(int target, Mode mode) {
		try {
			return new FaultyLink(target, mode);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public int port() {
		return this.port;
	}

	/**
	 * Changes what happens from now on. Connections that are open are closed, unless they
	 * were only slow.
	 * @param mode what happens
	 */
	public void mode(Mode mode) {
		boolean keep = this.mode == Mode.SLOW && mode == Mode.WORKING;
		this.mode = mode;
		try {
			if (mode == Mode.DOWN) {
				this.server.close();
			}
			else if (this.server.isClosed()) {
				this.server = new ServerSocket();
				this.server.setReuseAddress(true);
				this.server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port));
				daemon(this::accept);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		if (!keep) {
			this.open.forEach(FaultyLink::close);
			this.open.clear();
		}
	}

	@Override
	public void close() {
		mode(Mode.DOWN);
	}

	private void accept() {
		ServerSocket current = this.server;
		while (!current.isClosed()) {
			try {
				Socket client = current.accept();
				this.open.add(client);
				daemon(() -> serve(client));
			}
			catch (IOException ex) {
				// Closed, or the next one will do.
			}
		}
	}

	private void serve(Socket client) {
		try {
			switch (this.mode) {
				case WORKING, SLOW -> connect(client);
				case RESETTING -> {
					client.getInputStream().read();
					client.setSoLinger(true, 0);
					client.close();
				}
				case GARBAGE -> {
					client.getInputStream().read();
					client.getOutputStream().write("\0\1\2 nonsense\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
					client.close();
				}
				case HANGING -> client.getInputStream().transferTo(OutputStream.nullOutputStream());
				case DOWN -> client.close();
			}
		}
		catch (IOException ex) {
			close(client);
		}
	}

	private void connect(Socket client) throws IOException {
		Socket backend = new Socket(InetAddress.getLoopbackAddress(), this.target);
		this.open.add(backend);
		daemon(() -> copy(backend, client, true));
		copy(client, backend, false);
	}

	private void copy(Socket from, Socket to, boolean answer) {
		byte[] buffer = new byte[8192];
		try (from; to) {
			InputStream in = from.getInputStream();
			for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
				if (answer && this.mode == Mode.SLOW) {
					LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
				}
				to.getOutputStream().write(buffer, 0, count);
			}
		}
		catch (IOException ex) {
			// One side has gone, so the other is closed.
		}
	}

	private static void close(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			// Gone already.
		}
	}

	private static void daemon(Runnable task) {
		Thread thread = new Thread(task, "faulty-link");
		thread.setDaemon(true);
		thread.start();
	}

}
