package io.github.tracingboot.endtoend;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.tracingboot.testing.OtlpGrpcReceiver;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import jakarta.annotation.PreDestroy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A process that is told to end while it works. */
class ShutdownIT {

	private static final Pattern PORT = Pattern.compile("listens on (\\d+)");

	private static final Pattern ENDED = Pattern.compile("ended (\\d+) spans");

	@TempDir
	File directory;

	@Test
	void aTerminatedProcessLosesNoSpanAndDoesNotWaitForABackendThatHangs() throws Exception {
		Path log = new File(this.directory, "child.log").toPath();
		try (OtlpGrpcReceiver receiver = OtlpGrpcReceiver.start();
				ServerSocket hanging = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			Process child = start(log, receiver, hanging);
			try {
				await().atMost(Duration.ofSeconds(60))
					.until(() -> !child.isAlive() || PORT.matcher(Files.readString(log)).find());
				int answered = requests(log, child);
				long start = System.nanoTime();
				assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
				assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
				long ended = number(log, ENDED);
				assertThat(ended).isGreaterThan(1000);
				assertThat((long) receiver.received("work")).isEqualTo(ended);
				assertThat(receiver.received("farewell")).isOne();
				assertThat(receiver.received("GET /")).isGreaterThanOrEqualTo(answered).isGreaterThan(20);
				assertThat(Files.readString(log)).contains("may be lost (tracing.exporter.shutdown-timeout)");
			}
			finally {
				child.destroyForcibly();
			}
		}
	}

	/**
	 * Makes requests until the process no longer answers, and terminates it in between.
	 */
	private static int requests(Path log, Process child) throws Exception {
		HttpClient client = HttpClient.newHttpClient();
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + number(log, PORT) + "/")).build();
		int answered = 0;
		try {
			while (client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode() == 200) {
				answered++;
				if (answered == 20) {
					child.destroy();
				}
			}
		}
		catch (IOException ex) {
			// The server has stopped.
		}
		return answered;
	}

	private static Process start(Path log, OtlpGrpcReceiver receiver, ServerSocket hanging) throws IOException {
		return new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-XX:TieredStopAtLevel=1",
				"-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), Child.class.getName(),
				"--tracing.exporter.otlp.endpoint=" + receiver.endpoint(), "--hanging.port=" + hanging.getLocalPort())
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
	}

	private static long number(Path log, Pattern pattern) throws IOException {
		String text = Files.readString(log);
		Matcher matcher = pattern.matcher(text);
		assertThat(matcher.find()).as(text).isTrue();
		return Long.parseLong(matcher.group(1));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Child {

		public static void main(String[] arguments) {
			new SpringApplicationBuilder(Child.class).properties(Map.of("server.port", "0",
					"tracing.exporter.batch.max-queue-size", "100000", "tracing.exporter.shutdown-timeout", "3s"))
				.run(arguments);
		}

		@Bean
		SpanExporter hanging(@Value("${hanging.port}") int port) {
			SpanExporter delegate = OtlpHttpSpanExporter.builder()
				.setEndpoint("http://127.0.0.1:" + port + "/v1/traces")
				.setTimeout(Duration.ofMinutes(1))
				.build();
			return new Hanging(delegate);
		}

		@Bean
		Load load(Tracer tracer) {
			return new Load(tracer);
		}

		@Bean
		Front front() {
			return new Front();
		}

		@EventListener
		void ready(ApplicationReadyEvent event) {
			Environment environment = event.getApplicationContext().getEnvironment();
			System.out.println("listens on " + environment.getProperty("local.server.port"));
		}

	}

	@RestController
	static class Front {

		@GetMapping("/")
		String get() {
			return "ok";
		}

	}

	/**
	 * Ends spans on four threads until it is destroyed, which is after the server has
	 * stopped.
	 */
	static final class Load {

		private final Tracer tracer;

		private final AtomicLong ended = new AtomicLong();

		private final List<Thread> threads = new ArrayList<>();

		private volatile boolean stopped;

		Load(Tracer tracer) {
			this.tracer = tracer;
			for (int i = 0; i < 4; i++) {
				Thread thread = new Thread(this::work);
				this.threads.add(thread);
				thread.start();
			}
		}

		private void work() {
			while (!this.stopped) {
				this.tracer.spanBuilder("work").startSpan().end();
				this.ended.incrementAndGet();
				LockSupport.parkNanos(1_000_000);
			}
		}

		@PreDestroy
		void stop() throws InterruptedException {
			this.stopped = true;
			for (Thread thread : this.threads) {
				thread.join();
			}
			this.tracer.spanBuilder("farewell").startSpan().end();
			System.out.println("ended " + this.ended + " spans");
		}

	}

	/** Not of a type that would take the place of the exporter from the configuration. */
	private record Hanging(SpanExporter delegate) implements SpanExporter {

		@Override
		public CompletableResultCode export(Collection<SpanData> spans) {
			return this.delegate.export(spans);
		}

		@Override
		public CompletableResultCode flush() {
			return this.delegate.flush();
		}

		@Override
		public CompletableResultCode shutdown() {
			return this.delegate.shutdown();
		}

	}

}
