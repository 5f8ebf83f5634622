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

import io.github.tracingboot.benchmarks.OtherJvm;

/**
 * Publish, process and reply through a RabbitMQ of its own, untraced and traced in many
 * short turns. Every mode is an application in a JVM of its own; all of them start again
 * for each set of rounds, because no two JVMs are alike. Arguments: sets, messages in a
 * turn, file for the result, the cores in the words of taskset, the program that starts
 * RabbitMQ, the port.
 */
public final class AmqpLoad {

	/** A small young generation: as many collections in one turn as in another. */
	private static final List<String> OPTIONS = List.of("-Xmn16m", "-Xms256m", "-Xmx256m", "-XX:+UseSerialGC");

	private static final int WARM_UP = 2500;

	/** Not counted, on all cores and again on those that are left to the compilers. */
	private static final int WARM_UP_ROUNDS = 10;

	/** Of a set. */
	private static final int ROUNDS = 10;

	/** Of a set. */
	private static final int LATENCY_ROUNDS = 5;

	private static final int HOPS = 200;

	/**
	 * By default the journal of a queue is emptied every eleven thousand messages or when
	 * the queue is idle, so that some turns have it and some not. With it, turns were
	 * seen at two speeds, and with a short one at one.
	 */
	private static final String SHORT_JOURNAL = "-rabbit queue_index_max_journal_entries 1500";

	private final Map<Mode, OtherJvm> applications = new EnumMap<>(Mode.class);

	private final Random random;

	private AmqpLoad(int set) {
		this.random = new Random(set);
	}

	public static void main(String[] args) throws IOException, InterruptedException {
		int sets = (args.length > 0) ? Integer.parseInt(args[0]) : 5;
		int messages = (args.length > 1) ? Integer.parseInt(args[1]) : 2000;
		String cores = (args.length > 3) ? args[3] : "0";
		Path program = Path.of((args.length > 4) ? args[4] : "/usr/lib/rabbitmq/bin/rabbitmq-server");
		int port = (args.length > 5) ? Integer.parseInt(args[5]) : 5691;
		LoadReport report = new LoadReport(sets, ROUNDS, messages, cores);
		try (RabbitServer server = new RabbitServer(program, port, SHORT_JOURNAL)) {
			server.start();
			for (int set = 0; set < sets; set++) {
				report.nextSet();
				new AmqpLoad(set).measure(server, messages, cores, report);
			}
		}
		report.write((args.length > 2) ? Path.of(args[2]) : null);
	}

	private void measure(RabbitServer server, int messages, String cores, LoadReport report)
			throws IOException, InterruptedException {
		try {
			start(server);
			warmUp();
			keepOn(cores, server);
			warmUp();
			rounds(ROUNDS, LoadRun.THROUGHPUT, messages, report::throughput);
			rounds(LATENCY_ROUNDS, LoadRun.LATENCY, HOPS, report::latency);
		}
		finally {
			close();
		}
	}

	private void start(RabbitServer server) throws IOException {
		for (Mode mode : Mode.values()) {
			List<String> options = new ArrayList<>(OPTIONS);
			options.add("-Dspring.rabbitmq.port=" + server.port());
			this.applications.put(mode, new OtherJvm(options, LoadRun.class, mode.name()));
		}
	}

	/** In turns as well, or the one that has the broker first would be another. */
	private void warmUp() throws IOException {
		rounds(WARM_UP_ROUNDS, LoadRun.THROUGHPUT, WARM_UP, (mode, figures) -> {
		});
	}

	private void keepOn(String cores, RabbitServer server) throws IOException, InterruptedException {
		Stream<ProcessHandle> handles = this.applications.values().stream().map(OtherJvm::handle);
		for (ProcessHandle process : Stream.concat(server.processes(), handles).toList()) {
			keepOn(cores, process);
		}
	}

	/**
	 * A hand-over between two threads was seen to take from 2 to 70 microseconds on free
	 * cores, and an application to take half as much CPU for a message on one core.
	 */
	private static void keepOn(String cores, ProcessHandle process) throws IOException, InterruptedException {
		String pid = Long.toString(process.pid());
		if (new ProcessBuilder("taskset", "-a", "-p", "-c", cores, pid).start().waitFor() != 0 && process.isAlive()) {
			throw new IllegalStateException("taskset failed");
		}
	}

	private void rounds(int rounds, String kind, int messages, Turn then) throws IOException {
		List<Entry<Mode, OtherJvm>> order = new ArrayList<>(this.applications.entrySet());
		for (int round = 0; round < rounds; round++) {
			Collections.shuffle(order, this.random);
			for (Entry<Mode, OtherJvm> application : order) {
				then.took(application.getKey(), application.getValue().turn(kind + ' ' + messages));
			}
		}
	}

	private void close() throws IOException {
		for (OtherJvm application : this.applications.values()) {
			application.close();
		}
	}

	private interface Turn {

		void took(Mode mode, double[] figures);

	}

}
