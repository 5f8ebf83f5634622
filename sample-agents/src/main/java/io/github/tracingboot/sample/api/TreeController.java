package io.github.tracingboot.sample.api;

import java.time.Duration;
import java.util.List;

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

/** Shows the trace of a query. */
@RestController
class TreeController {

	private static final Duration TIMEOUT = Duration.ofSeconds(3);

	private final Queries queries;

	private final TraceCollector collector;

	TreeController(Queries queries, TraceCollector collector) {
		this.queries = queries;
		this.collector = collector;
	}

	@GetMapping(path = "/api/queries/{id}/tree", produces = MediaType.TEXT_PLAIN_VALUE + ";charset=UTF-8")
	String tree(@PathVariable String id, @RequestParam(defaultValue = "collapsed") String view) {
		TraceTree.View wanted = switch (view) {
			case "collapsed" -> TraceTree.View.COLLAPSED;
			case "full" -> TraceTree.View.FULL;
			default -> throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "view must be collapsed or full");
		};
		List<SpanData> spans = this.collector.await(this.queries.get(id).span(), TIMEOUT);
		if (spans.isEmpty()) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no trace of query " + id);
		}
		return TraceTree.render(spans, wanted);
	}

}
