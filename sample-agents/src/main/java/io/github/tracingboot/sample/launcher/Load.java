package io.github.tracingboot.sample.launcher;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import org.springframework.boot.DefaultApplicationArguments;

/**
 * Asks all agents in this JVM as much as they can answer, without simulated work:
 * {@code --queries=10000 --clients=4}. Whatever else is given goes to the agents.
 */
public final class Load {

	private static final String BODY = "{\"text\": \"What is the price of ZEC at Kraken?\"}";

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final URI queries;

	private Load(String url) {
		this.queries = URI.create(url + "/api/queries");
	}

	public static void main(String... args) throws Exception {
		DefaultApplicationArguments options = new DefaultApplicationArguments(args);
		int queries = option(options, "queries", 10_000);
		int clients = option(options, "clients", 4);
		String[] all = Stream
			.concat(Stream.of("--chimera.work.factor=0", "--server.port=0",
					"--logging.level.io.github.tracingboot=warn"), Stream.of(args))
			.toArray(String[]::new);
		try (AllAgents agents = AllAgents.start(all)) {
			Load load = new Load(agents.url());
			load.ask(queries / 5, clients);
			System.out.printf("warm: %.0f queries/s%n", load.ask(queries, clients));
			System.gc();
			System.out.printf("heap after %d queries: %d MB, threads: %d%n", queries + queries / 5,
					ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1_000_000,
					ManagementFactory.getThreadMXBean().getThreadCount());
		}
		System.exit(0);
	}

	private double ask(int queries, int clients) throws InterruptedException, ExecutionException {
		ExecutorService executor = Executors.newFixedThreadPool(clients);
		try {
			long start = System.nanoTime();
			List<Future<?>> running = new ArrayList<>();
			for (int client = 0; client < clients; client++) {
				running.add(executor.submit(() -> {
					for (int i = 0; i < queries / clients; i++) {
						ask();
					}
					return null;
				}));
			}
			for (Future<?> client : running) {
				client.get();
			}
			return queries / ((System.nanoTime() - start) / 1e9);
		}
		finally {
			executor.shutdown();
		}
	}

	private void ask() throws IOException, InterruptedException {
		int status = this.http
			.send(HttpRequest.newBuilder(this.queries)
				.header("Content-Type", "application/json")
				.header("Prefer", "wait")
				.POST(BodyPublishers.ofString(BODY))
				.build(), BodyHandlers.ofString())
			.statusCode();
		if (status != 200) {
			throw new IOException("chimera-api answered " + status);
		}
	}

	private static int option(DefaultApplicationArguments options, String name, int usual) {
		List<String> values = options.getOptionValues(name);
		return (values != null && !values.isEmpty()) ? Integer.parseInt(values.get(0)) : usual;
	}

}
