package io.github.tracingboot.benchmarks.export;

import java.io.IOException;
import java.util.Collection;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;

import io.github.tracingboot.benchmarks.OtherJvm;
import io.github.tracingboot.benchmarks.Tracing;
import io.github.tracingboot.benchmarks.Usage;
import io.github.tracingboot.exporter.SpanExporterCustomizer;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Spans with ten attributes, made as fast as they are sent, so that none is dropped. For
 * each line, a number of spans, it answers with spans a second, CPU per span in
 * microseconds and bytes per span. Arguments: {@code starter} or {@code sdk}, the
 * endpoint.
 */
final class ExportRun {

	static final String STARTER = "starter";

	static final String SDK = "sdk";

	/** Less than the queue holds, more than a batch. */
	private static final int IN_FLIGHT = 1536;

	private static final Semaphore PLACES = new Semaphore(IN_FLIGHT);

	/** Other texts than those before, as ids are. */
	private static final String[] IDS = Stream.generate(UUID::randomUUID)
		.limit(1024)
		.map(UUID::toString)
		.toArray(String[]::new);

	private ExportRun() {
	}

	public static void main(String[] args) throws IOException, InterruptedException {
		if (args[0].equals(STARTER)) {
			try (ConfigurableApplicationContext context = Tracing.STARTER.start(Application.class,
					"tracing.exporter.otlp.endpoint=" + args[1], "tracing.exporter.otlp.protocol=http/protobuf")) {
				answer(context.getBean(Tracer.class), context.getBean(SdkTracerProvider.class));
			}
		}
		else {
			try (SdkTracerProvider sdk = bareSdk(args[1])) {
				answer(sdk.get("benchmark"), sdk);
			}
		}
	}

	private static SdkTracerProvider bareSdk(String endpoint) {
		SpanExporter exporter = OtlpHttpSpanExporter.builder().setEndpoint(endpoint + "/v1/traces").build();
		return SdkTracerProvider.builder()
			.addSpanProcessor(BatchSpanProcessor.builder(new Counted(exporter)).build())
			.build();
	}

	private static void answer(Tracer tracer, SdkTracerProvider provider) throws IOException, InterruptedException {
		OtherJvm.answer((spans) -> send(Integer.parseInt(spans), tracer, provider));
	}

	private static double[] send(int spans, Tracer tracer, SdkTracerProvider provider) throws InterruptedException {
		Usage before = Usage.now();
		long start = System.nanoTime();
		for (int i = 0; i < spans; i++) {
			PLACES.acquire();
			tracer.spanBuilder("Agent.process")
				.setAttribute("query.type", "price")
				.setAttribute("entities.count", i)
				.setAttribute("messaging.system", "rabbitmq")
				.setAttribute("messaging.operation.name", "process")
				.setAttribute("messaging.operation.type", "process")
				.setAttribute("messaging.destination.name", "chimera.events:query.request:queue_1")
				.setAttribute("messaging.rabbitmq.destination.routing_key", "query.request")
				.setAttribute("messaging.message.id", IDS[i % IDS.length])
				.setAttribute("server.address", "chimera-api.internal")
				.setAttribute("server.port", 5672)
				.startSpan()
				.end();
		}
		provider.forceFlush().join(20, TimeUnit.SECONDS);
		if (!PLACES.tryAcquire(IN_FLIGHT, 20, TimeUnit.SECONDS)) {
			throw new IllegalStateException("Not all spans were sent");
		}
		long nanos = System.nanoTime() - start;
		Usage used = Usage.now().since(before);
		PLACES.release(IN_FLIGHT);
		return new double[] { spans * 1e9 / nanos, used.cpuNanos() / 1e3 / spans, (double) used.bytes() / spans };
	}

	/**
	 * Gives back the places of what was sent.
	 *
	 * @param exporter what sends it
	 */
	private record Counted(SpanExporter exporter) implements SpanExporter {

		@Override
		public CompletableResultCode export(Collection<SpanData> spans) {
			// The SDK uses its list again.
			int count = spans.size();
			CompletableResultCode result = this.exporter.export(spans);
			return result.whenComplete(() -> {
				if (result.isSuccess()) {
					PLACES.release(count);
				}
			});
		}

		@Override
		public CompletableResultCode flush() {
			return this.exporter.flush();
		}

		@Override
		public CompletableResultCode shutdown() {
			return this.exporter.shutdown();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		SpanExporterCustomizer counted() {
			return (name, exporter) -> new Counted(exporter);
		}

	}

}
