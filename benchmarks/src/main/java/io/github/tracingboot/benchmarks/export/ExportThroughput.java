package io.github.tracingboot.benchmarks.export;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import com.sun.management.OperatingSystemMXBean;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;

import io.github.tracingboot.benchmarks.Results;
import io.github.tracingboot.benchmarks.Tracing;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * How many spans a second reach a backend: through what the starter sets up, and through
 * the SDK's batch processor and OTLP exporter, in turns. The spans are made as fast as
 * they arrive, so that none is dropped. Arguments: rounds, spans in each turn, file for
 * the result.
 */
public final class ExportThroughput {

	/** Less than the queue holds, more than a batch. */
	private static final int IN_FLIGHT = 1536;

	private static final OperatingSystemMXBean SYSTEM = ManagementFactory
		.getPlatformMXBean(OperatingSystemMXBean.class);

	private ExportThroughput() {
	}

	public static void main(String[] args) throws IOException {
		int rounds = (args.length > 0) ? Integer.parseInt(args[0]) : 30;
		int spans = (args.length > 1) ? Integer.parseInt(args[1]) : 100_000;
		Results results = new Results("Export throughput", "benchmarks/run.sh export " + rounds + ' ' + spans);
		try (Backend backend = Backend.healthy();
				ConfigurableApplicationContext context = Tracing.STARTER.start(Application.class,
						"tracing.exporter.otlp.endpoint=" + backend.endpoint(),
						"tracing.exporter.otlp.protocol=http/protobuf");
				SdkTracerProvider sdk = bareSdk(backend)) {
			Pipeline starter = new Pipeline(context.getBean(Tracer.class), context.getBean(SdkTracerProvider.class),
					backend);
			Pipeline bare = new Pipeline(sdk.get("benchmark"), sdk, backend);
			results.line(
					"%d spans in each turn, OTLP over HTTP to a receiver in the same JVM; the first round is warm-up.",
					spans);
			results.line("");
			results
				.line("| round | starter, spans/s | SDK, spans/s | ratio | starter, CPU µs/span | SDK, CPU µs/span |");
			results.line("|---|---|---|---|---|---|");
			List<Double> ratios = new ArrayList<>();
			List<Double> cpuRatios = new ArrayList<>();
			for (int round = 0; round <= rounds; round++) {
				Turn first = ((round % 2 == 0) ? starter : bare).send(spans);
				Turn second = ((round % 2 == 0) ? bare : starter).send(spans);
				Turn ours = (round % 2 == 0) ? first : second;
				Turn theirs = (round % 2 == 0) ? second : first;
				if (round > 0) {
					ratios.add(ours.perSecond() / theirs.perSecond());
					cpuRatios.add(ours.cpuMicros() / theirs.cpuMicros());
					results.line("| %d | %.0f | %.0f | %.3f | %.2f | %.2f |", round, ours.perSecond(),
							theirs.perSecond(), ours.perSecond() / theirs.perSecond(), ours.cpuMicros(),
							theirs.cpuMicros());
				}
			}
			results.line("");
			results.line(
					"Starter to SDK, median of the rounds: **%.3f** times the spans per second, %.3f times the CPU.",
					Results.median(ratios), Results.median(cpuRatios));
		}
		if (args.length > 2) {
			results.write(Path.of(args[2]));
		}
	}

	private static SdkTracerProvider bareSdk(Backend backend) {
		OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder()
			.setEndpoint(backend.endpoint() + "/v1/traces")
			.build();
		return SdkTracerProvider.builder().addSpanProcessor(BatchSpanProcessor.builder(exporter).build()).build();
	}

	/** One of the two, and where its spans arrive. */
	private record Pipeline(Tracer tracer, SdkTracerProvider provider, Backend backend) {

		Turn send(int spans) {
			long start = System.nanoTime();
			long cpu = SYSTEM.getProcessCpuTime();
			long before = this.backend.spans();
			for (int i = 0; i < spans; i++) {
				while (i - (this.backend.spans() - before) >= IN_FLIGHT) {
					LockSupport.parkNanos(20_000);
				}
				this.tracer.spanBuilder("Agent.process")
					.setAttribute("query.type", "price")
					.setAttribute("entities.count", i)
					.startSpan()
					.end();
			}
			this.provider.forceFlush().join(20, TimeUnit.SECONDS);
			long nanos = System.nanoTime() - start;
			long received = this.backend.spans() - before;
			if (received != spans) {
				throw new IllegalStateException("Received " + received + " of " + spans);
			}
			return new Turn(spans * 1e9 / nanos, (SYSTEM.getProcessCpuTime() - cpu) / 1e3 / spans);
		}

	}

	private record Turn(double perSecond, double cpuMicros) {
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
