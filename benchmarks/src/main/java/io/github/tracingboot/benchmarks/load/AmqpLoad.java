package io.github.tracingboot.benchmarks.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Publish, process and reply through a RabbitMQ of its own, untraced and traced in many
 * short turns. Every mode is an application in a JVM of its own that lives as long as the
 * measurement. Arguments: rounds, messages in a turn, file for the result, the cores in
 * the words of taskset, the program that starts RabbitMQ, the port.
 */
public final class AmqpLoad {

	private static final int WARM_UP = 2500;

	/** Not counted, on all cores and again on those that are left to the compilers. */
	private static final int WARM_UP_ROUNDS = 10;

	private static final int LATENCY_ROUNDS = 25;

	private static final int HOPS = 200;

	/**
	 * The journal of a queue slows it down as it grows, and by default is emptied every
	 * eleven thousand messages or when the queue is idle: some turns had it, some not.
	 */
	private static final String SHORT_JOURNAL = "-rabbit queue_index_max_journal_entries 1500";

	private final Map<Mode, LoadProcess> applications = new EnumMap<>(Mode.class);

	private final Random random = new Random(1);

	private AmqpLoad() {
	}

	public static void main(String[] args) throws IOException, InterruptedException {
		int rounds = (args.length > 0) ? Integer.parseInt(args[0]) : 50;
		int messages = (args.length > 1) ? Integer.parseInt(args[1]) : 2000;
		String cores = (args.length > 3) ? args[3] : "0";
		Path program = Path.of((args.length > 4) ? args[4] : "/usr/lib/rabbitmq/bin/rabbitmq-server");
		int port = (args.length > 5) ? Integer.parseInt(args[5]) : 5691;
		AmqpLoad load = new AmqpLoad();
		LoadReport report = new LoadReport(rounds, messages, cores);
		try (RabbitServer server = new RabbitServer(program, port, SHORT_JOURNAL)) {
			server.start();
			try {
				load.start(server);
				load.warmUp();
				load.keepOn(cores, server);
				load.warmUp();
				load.rounds(rounds, LoadRun.THROUGHPUT, messages, report::throughput);
				load.rounds(LATENCY_ROUNDS, LoadRun.LATENCY, HOPS, report::latency);
			}
			finally {
				load.close();
			}
		}
		report.write((args.length > 2) ? Path.of(args[2]) : null);
	}

	private void start(RabbitServer server) throws IOException {
		for (Mode mode : Mode.values()) {
			this.applications.put(mode, new LoadProcess(mode, server.port()));
		}
	}

	/** In turns as well, or the one that has the broker first would be another. */
	private void warmUp() throws IOException {
		rounds(WARM_UP_ROUNDS, LoadRun.THROUGHPUT, WARM_UP, (mode, figures) -> {
		});
	}

	private void keepOn(String cores, RabbitServer server) throws IOException, InterruptedException {
		Stream<ProcessHandle> handles = this.applications.values().stream().map(LoadProcess::handle);
		for (ProcessHandle process : Stream.concat(server.processes(), handles).toList()) {
			keepOn(cores, process);
		}
	}

	/**
	 * A hand-over from core to core takes from 2 to 70 microseconds, as the other sleeps
	 * or not, and is most of what a turn on several cores measures.
	 */
	private static void keepOn(String cores, ProcessHandle process) throws IOException, InterruptedException {
		String pid = Long.toString(process.pid());
		if (new ProcessBuilder("taskset", "-a", "-p", "-c", cores, pid).start().waitFor() != 0 && process.isAlive()) {
			throw new IllegalStateException("taskset failed");
		}
	}

	private void rounds(int rounds, String kind, int messages, Turn then) throws IOException {
		List<Entry<Mode, LoadProcess>> order = new ArrayList<>(this.applications.entrySet());
		for (int round = 0; round < rounds; round++) {
			Collections.shuffle(order, this.random);
			for (Entry<Mode, LoadProcess> application : order) {
				then.took(application.getKey(), application.getValue().turn(kind, messages));
			}
		}
	}

	private void close() throws IOException {
		for (LoadProcess application : this.applications.values()) {
			application.close();
		}
	}

	private interface Turn {

		void took(Mode mode, double[] figures);

	}

}
