package io.github.tracingboot.web;

import java.time.Duration;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.github.tracingboot.annotation.Traced;
import io.github.tracingboot.baggage.RequestBaggage;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.server.ResponseStatusException;

/** Does everything that a reactive handler can do to a request. */
@RestController
class ReactiveHandlers {

	private final Tracer tracer;

	private final RequestBaggage baggage;

	private final WebClient client;

	ReactiveHandlers(Tracer tracer, RequestBaggage baggage, WebClient.Builder client) {
		this.tracer = tracer;
		this.baggage = baggage;
		this.client = client.build();
	}

	@GetMapping("/orders/{id}")
	Mono<String> order(@PathVariable String id) {
		return Mono.just(id);
	}

	@GetMapping("/public/{id}")
	String overTheEdge(@PathVariable String id) {
		this.baggage.set("tenant", "ours");
		return id;
	}

	@GetMapping("/internal/span")
	void internal() {
		span("inner");
	}

	@PostMapping("/body")
	String body(@RequestBody String body) {
		span("inner");
		return body + Span.current().getSpanContext().getSpanId();
	}

	@Traced("place order")
	@PostMapping("/named")
	Mono<String> named(@RequestBody Mono<String> body) {
		return body;
	}

	@Traced
	@GetMapping("/plain")
	String plain() {
		return "plain";
	}

	@Traced(expected = IllegalStateException.class)
	@GetMapping("/expected")
	Mono<String> expected() {
		return Mono.error(new IllegalStateException("expected"));
	}

	@GetMapping("/thrown")
	String thrown() {
		throw new IllegalStateException("broken");
	}

	@GetMapping("/thrown-later")
	Mono<String> thrownLater() {
		return Mono.delay(Duration.ofMillis(1)).map((tick) -> {
			throw new IllegalStateException("broken");
		});
	}

	@GetMapping("/resolved")
	Mono<String> resolved() {
		return Mono.error(new IllegalArgumentException("bad"));
	}

	@GetMapping("/refused")
	Mono<String> refused() {
		return Mono.error(new ResponseStatusException(HttpStatus.CONFLICT));
	}

	@GetMapping(path = "/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<Integer> stream() {
		return Flux.range(0, 3).delayElements(Duration.ofMillis(1)).doOnNext((number) -> {
			if (number == 2) {
				span("last");
			}
		});
	}

	@GetMapping(path = "/endless", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<Long> endless() {
		return Flux.interval(Duration.ofMillis(10));
	}

	@GetMapping("/never")
	Mono<String> never() {
		span("inner");
		return Mono.never();
	}

	@GetMapping("/call/{port}")
	Mono<String> call(@PathVariable int port) {
		return this.client.get()
			.uri("http://localhost:{port}/shop/orders/42", port)
			.retrieve()
			.bodyToMono(String.class)
			.map((body) -> Span.current().getSpanContext().getSpanId());
	}

	@ExceptionHandler
	@ResponseStatus(HttpStatus.SERVICE_UNAVAILABLE)
	ResponseEntity<String> unavailable(IllegalArgumentException ex) {
		return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).body("unavailable");
	}

	private void span(String name) {
		this.tracer.spanBuilder(name).startSpan().end();
	}

}
