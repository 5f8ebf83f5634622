package io.github.tracingboot.sample.api;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;

import io.github.tracingboot.sample.collector.TraceCollector;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Tells the page which spans have ended, as server-sent events. */
@RestController
class SpanEvents {

	private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("service.name");

	private final TraceCollector collector;

	SpanEvents(TraceCollector collector) {
		this.collector = collector;
	}

	@GetMapping("/api/events")
	SseEmitter events() {
		SseEmitter emitter = new SseEmitter(0L);
		Runnable end = this.collector.listen((span) -> send(emitter, span));
		emitter.onCompletion(end);
		emitter.onError((ex) -> end.run());
		return emitter;
	}

	private static void send(SseEmitter emitter, SpanData span) {
		try {
			emitter.send(Ended.of(span));
		}
		catch (IOException | IllegalStateException ex) {
			emitter.completeWithError(ex);
		}
	}

	record Ended(String traceId, String service, String name, String kind, boolean failed, double millis,
			List<String> links) {

		static Ended of(SpanData span) {
			return new Ended(span.getTraceId(), Objects.toString(span.getResource().getAttribute(SERVICE), "unknown"),
					span.getName(), span.getKind().name(), span.getStatus().getStatusCode() == StatusCode.ERROR,
					(span.getEndEpochNanos() - span.getStartEpochNanos()) / (double) TimeUnit.MILLISECONDS.toNanos(1),
					span.getLinks().stream().map((link) -> link.getSpanContext().getTraceId()).toList());
		}

	}

}
