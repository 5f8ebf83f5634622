package io.github.tracingboot.exporter;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.trace.Tracer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@ExtendWith(OutputCaptureExtension.class)
class HangingBackendIT {

	// Below the ten seconds that are the default of each timeout.
	private static final Duration SOON = Duration.ofSeconds(9);

	@Test
	void aBackendThatHangsDelaysNeitherASpanNorTheExitForLong() throws IOException {
		try (ServerSocket silent = silent()) {
			ConfigurableApplicationContext app = run(silent, "tracing.exporter.otlp.timeout=1m",
					"tracing.exporter.batch.export-timeout=1m");
			Tracer tracer = app.getBean(Tracer.class);
			long start = System.nanoTime();
			for (int i = 0; i < 10_000; i++) {
				tracer.spanBuilder("x").startSpan().end();
			}
			assertThat(since(start)).isLessThan(Duration.ofSeconds(3));
			long close = System.nanoTime();
			app.close();
			assertThat(since(close)).isLessThan(Duration.ofSeconds(15));
		}
	}

	@ParameterizedTest
	@EnumSource(OtlpTarget.Protocol.class)
	void anExportIsGivenUpAfterItsTimeout(OtlpTarget.Protocol protocol, CapturedOutput output) throws IOException {
		try (ServerSocket silent = silent();
				ConfigurableApplicationContext app = run(silent, "tracing.exporter.otlp.protocol=" + protocol,
						"tracing.exporter.otlp.timeout=100ms")) {
			assertSpanTimesOut(app, silent, output);
		}
	}

	@ParameterizedTest
	@EnumSource(OtlpTarget.Protocol.class)
	void aConnectionIsGivenUpAfterItsTimeout(OtlpTarget.Protocol protocol, CapturedOutput output) throws IOException {
		List<Socket> fillers = new ArrayList<>();
		try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			fill(full, fillers);
			try (ConfigurableApplicationContext app = run(full, "tracing.exporter.otlp.protocol=" + protocol,
					"tracing.exporter.otlp.timeout=1m", "tracing.exporter.otlp.connect-timeout=100ms")) {
				assertSpanTimesOut(app, full, output);
			}
		}
		finally {
			for (Socket filler : fillers) {
				filler.close();
			}
		}
	}

	/** Its backlog accepts connections, and nobody ever answers. */
	private static ServerSocket silent() throws IOException {
		return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
	}

	/** Connects until the backlog is full and attempts are no longer answered. */
	private static void fill(ServerSocket server, List<Socket> fillers) throws IOException {
		for (int i = 0; i < 50; i++) {
			Socket socket = new Socket();
			fillers.add(socket);
			try {
				socket.connect(server.getLocalSocketAddress(), 200);
			}
			catch (SocketTimeoutException ex) {
				return;
			}
		}
		throw new AssertionError("The backlog is never full");
	}

	private static ConfigurableApplicationContext run(ServerSocket backend, String... properties) {
		return new SpringApplicationBuilder(App.class).web(WebApplicationType.NONE)
			.properties("tracing.exporter.otlp.endpoint=127.0.0.1:" + backend.getLocalPort(),
					"tracing.exporter.batch.schedule-delay=1ms")
			.properties(properties)
			.run();
	}

	private static void assertSpanTimesOut(ConfigurableApplicationContext app, ServerSocket backend,
			CapturedOutput output) {
		app.getBean(Tracer.class).spanBuilder("x").startSpan().end();
		await().atMost(SOON)
			.untilAsserted(() -> assertThat(output.getAll().lines())
				.filteredOn((line) -> line.contains("127.0.0.1:" + backend.getLocalPort()))
				.singleElement()
				.asString()
				.containsIgnoringCase("time")
				.contains("lost so far: 1"));
	}

	private static Duration since(long nanoTime) {
		return Duration.ofNanos(System.nanoTime() - nanoTime);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class App {

	}

}
