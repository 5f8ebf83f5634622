package io.github.tracingboot.actuate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.jspecify.annotations.Nullable;

import io.github.tracingboot.core.ExporterStatus;

/**
 * One span through every exporter, past the sampler and the processors.
 *
 * @param resource who the span says it comes from
 * @param timeout longest time to wait for all exporters
 */
record Canary(Resource resource, Duration timeout) {

	Flight fly(Iterable<ExporterStatus> exporters) {
		ReadableSpan span = span();
		long deadline = System.nanoTime() + this.timeout.toNanos();
		List<Pending> pending = new ArrayList<>();
		exporters.forEach((exporter) -> pending.add(new Pending(exporter.name(), exporter.send(span))));
		Map<String, Landing> landings = new TreeMap<>();
		pending.forEach((each) -> landings.put(each.exporter(), landing(each.sent(), deadline)));
		boolean delivered = !landings.isEmpty() && landings.values().stream().allMatch(Landing::delivered);
		return new Flight(span.getSpanContext().getTraceId(), delivered, landings);
	}

	private ReadableSpan span() {
		try (SdkTracerProvider always = SdkTracerProvider.builder().setResource(this.resource).build()) {
			Span span = always.get("io.github.tracingboot").spanBuilder("canary").setNoParent().startSpan();
			span.end();
			return (ReadableSpan) span;
		}
	}

	private Landing landing(CompletableFuture<@Nullable Void> sent, long deadline) {
		try {
			return sent.handle((nothing, error) -> new Landing(error == null, messageOf(error)))
				.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
		}
		catch (ExecutionException | TimeoutException ex) {
			return new Landing(false, "no answer after " + this.timeout.toMillis() + " ms");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return new Landing(false, "interrupted");
		}
	}

	private static @Nullable String messageOf(@Nullable Throwable error) {
		return (error != null) ? error.getMessage() : null;
	}

	private record Pending(String exporter, CompletableFuture<@Nullable Void> sent) {

	}

	/**
	 * What became of a canary span.
	 *
	 * @param traceId the trace to look for in the backend
	 * @param delivered whether there are exporters and all have sent it
	 * @param exporters what became of it by the bean name of the exporter
	 */
	record Flight(String traceId, boolean delivered, Map<String, Landing> exporters) {

	}

	/**
	 * What one exporter did.
	 *
	 * @param delivered whether it has sent the span
	 * @param error why not
	 */
	record Landing(boolean delivered, @Nullable String error) {

	}

}
