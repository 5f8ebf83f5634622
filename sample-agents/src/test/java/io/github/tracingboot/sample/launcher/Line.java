package io.github.tracingboot.sample.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** Stands between the agents and a server, and can be cut and mended. */
final class Line implements AutoCloseable {

	private final int target;

	private final int port;

	private final List<Socket> connections = new ArrayList<>();

	private ServerSocket door;

	private Line(int target) throws IOException {
		this.target = target;
		this.door = open(0);
		this.port = this.door.getLocalPort();
	}

	static Line to(int port) {
		try {
			return new Line(port);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	int port() {
		return this.port;
	}

	synchronized void cut() throws IOException {
		this.door.close();
		for (Socket connection : this.connections) {
			connection.close();
		}
		this.connections.clear();
	}

	synchronized void mend() throws IOException {
		this.door = open(this.port);
	}

	@Override
	public void close() throws IOException {
		cut();
	}

	private ServerSocket open(int port) throws IOException {
		ServerSocket opened = new ServerSocket();
		opened.setReuseAddress(true);
		opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
		run(() -> accept(opened));
		return opened;
	}

	private void accept(ServerSocket opened) throws IOException {
		while (true) {
			Socket near = opened.accept();
			connect(opened, near, new Socket(InetAddress.getLoopbackAddress(), this.target));
		}
	}

	private synchronized void connect(ServerSocket opened, Socket near, Socket far) throws IOException {
		if (opened.isClosed()) {
			near.close();
			far.close();
			return;
		}
		this.connections.addAll(List.of(near, far));
		run(() -> copy(near, far));
		run(() -> copy(far, near));
	}

	private static void copy(Socket from, Socket to) throws IOException {
		try (from; to) {
			from.getInputStream().transferTo(to.getOutputStream());
		}
	}

	private static void run(Transfer transfer) {
		Thread thread = new Thread(() -> {
			try {
				transfer.run();
			}
			catch (IOException ex) {
				// It was cut.
			}
		}, "line");
		thread.setDaemon(true);
		thread.start();
	}

	@FunctionalInterface
	private interface Transfer {

		void run() throws IOException;

	}

}
