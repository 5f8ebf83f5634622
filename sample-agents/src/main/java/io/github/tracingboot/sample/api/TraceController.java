package io.github.tracingboot.sample.api;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.opentelemetry.sdk.trace.data.SpanData;

import io.github.tracingboot.exporter.TraceTree;
import io.github.tracingboot.sample.collector.TraceCollector;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Shows traces. */
@RestController
class TraceController {

	private static final Duration TIMEOUT = Duration.ofSeconds(3);

	private static final Duration LONG_TIMEOUT = Duration.ofSeconds(20);

	private final Answers answers;

	private final TraceCollector collector;

	TraceController(Answers answers, TraceCollector collector) {
		this.answers = answers;
		this.collector = collector;
	}

	/** The tree of a query's trace. */
	@GetMapping(path = "/api/queries/{id}/tree", produces = MediaType.TEXT_PLAIN_VALUE + ";charset=UTF-8")
	String tree(@PathVariable String id, @RequestParam(defaultValue = "collapsed") String view) {
		TraceTree.View wanted = switch (view) {
			case "collapsed" -> TraceTree.View.COLLAPSED;
			case "full" -> TraceTree.View.FULL;
			default -> throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "view must be collapsed or full");
		};
		Query query = this.answers.find(id);
		List<SpanData> spans = this.collector.await(query.span().getTraceId(), query.span().getSpanId(), TIMEOUT);
		if (spans.isEmpty()) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no trace of query " + id);
		}
		return TraceTree.render(spans, wanted);
	}

	/**
	 * A trace and those that link to it.
	 * @param root id of the first span here, if the trace began elsewhere
	 */
	@GetMapping("/api/traces/{traceId}")
	Traces trace(@PathVariable String traceId, @RequestParam(defaultValue = "") String root) {
		boolean complete = this.collector.awaitWithLinked(traceId, root, TIMEOUT);
		if (this.collector.spans(traceId).isEmpty()) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no trace " + traceId);
		}
		return new Traces(complete, drawn(traceId),
				this.collector.linkedTo(traceId).stream().map(this::drawn).toList());
	}

	/**
	 * Finds the next trace with a span of this name.
	 * @param since earliest start, in milliseconds
	 */
	@GetMapping("/api/traces")
	Map<String, String> find(@RequestParam String span, @RequestParam long since) {
		SpanData found = this.collector
			.await((any) -> any.getName().equals(span) && any.getStartEpochNanos() / 1_000_000 >= since, LONG_TIMEOUT)
			.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no span " + span));
		return Map.of("traceId", found.getTraceId());
	}

	private Trace drawn(String traceId) {
		List<SpanData> spans = this.collector.spans(traceId);
		return new Trace(traceId, TraceTree.render(spans, TraceTree.View.COLLAPSED),
				TraceTree.render(spans, TraceTree.View.FULL));
	}

	record Traces(boolean complete, Trace trace, List<Trace> linked) {
	}

	record Trace(String traceId, String collapsed, String full) {
	}

}
