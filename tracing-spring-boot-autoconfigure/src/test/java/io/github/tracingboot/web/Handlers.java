package io.github.tracingboot.web;

import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.github.tracingboot.baggage.RequestBaggage;
import io.github.tracingboot.core.HandlerSpan;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Does everything that a handler can do to a request. */
@RestController
class Handlers {

	private final Tracer tracer;

	private final Semaphore left;

	private final RequestBaggage baggage;

	Handlers(Tracer tracer, RequestBaggage baggage, Semaphore left) {
		this.tracer = tracer;
		this.baggage = baggage;
		this.left = left;
	}

	@GetMapping("/orders/{id}")
	String order(@PathVariable String id) {
		return id;
	}

	@GetMapping("/public/{id}")
	String overTheEdge(@PathVariable String id) {
		this.baggage.set("tenant", "ours");
		return id;
	}

	@GetMapping("/internal/span")
	void internal() {
		this.tracer.spanBuilder("inner").startSpan().end();
	}

	@GetMapping("/internal/thrown")
	void internalThrown() {
		throw new IllegalStateException("broken");
	}

	@GetMapping("/gone")
	void gone() throws IOException {
		throw new EOFException("gone");
	}

	@GetMapping("/redirect")
	ResponseEntity<Void> redirect() {
		return ResponseEntity.status(HttpStatus.FOUND).location(URI.create("/orders/42")).build();
	}

	@GetMapping("/span-name")
	String spanName() {
		return Span.current().toString();
	}

	@GetMapping("/claimed")
	boolean claimed() {
		return HandlerSpan.claim(Context.current(), SpanKind.SERVER) != null;
	}

	@GetMapping("/renamed")
	void renamed() {
		Span.current().updateName("handler");
	}

	@GetMapping("/renamed-by-filter")
	void renamedByFilter() {
	}

	@GetMapping("/forward/{id}")
	ModelAndView forward(@PathVariable String id) {
		return new ModelAndView("forward:/orders/" + id);
	}

	@GetMapping("/leak")
	@SuppressWarnings("MustBeClosedChecker") // that is the point
	void leak() {
		Context.current().with(ContextKey.named("leaked"), "").makeCurrent();
	}

	@GetMapping("/thrown")
	void thrown() {
		throw new IllegalStateException("broken");
	}

	@GetMapping("/broken-off")
	void brokenOff(HttpServletResponse response) throws IOException {
		response.flushBuffer();
		throw new IllegalStateException("broken");
	}

	@GetMapping("/resolved-by-view")
	void resolvedByView() {
		throw new IllegalCallerException("bad");
	}

	@GetMapping("/resolved/{status}")
	void resolved(@PathVariable int status) {
		throw (status == 503) ? new UnavailableException() : new IllegalArgumentException("bad");
	}

	@GetMapping("/answered/{status}")
	ResponseEntity<String> answered(@PathVariable int status) {
		return ResponseEntity.status(status).body("");
	}

	@GetMapping("/send-error/{status}")
	void sendError(@PathVariable int status, HttpServletResponse response) throws IOException {
		response.sendError(status);
	}

	@GetMapping("/deferred")
	DeferredResult<String> deferred() {
		DeferredResult<String> result = new DeferredResult<>();
		afterTheFirstDispatch(() -> result.setResult("done"));
		return result;
	}

	@GetMapping("/deferred-error")
	DeferredResult<String> deferredError() {
		DeferredResult<String> result = new DeferredResult<>();
		afterTheFirstDispatch(() -> result.setErrorResult(new IllegalStateException("broken")));
		return result;
	}

	@GetMapping("/timeout")
	DeferredResult<String> timeout() {
		return new DeferredResult<>(1L);
	}

	@GetMapping("/future")
	CompletableFuture<String> future() {
		CompletableFuture<String> result = new CompletableFuture<>();
		afterTheFirstDispatch(() -> result.complete("done"));
		return result;
	}

	@GetMapping("/callable")
	Callable<String> callable() {
		return () -> {
			this.left.acquire();
			this.tracer.spanBuilder("late").startSpan().end();
			return "done";
		};
	}

	@GetMapping("/twice")
	void twice(HttpServletRequest request, HttpServletResponse response) {
		AsyncContext cycle = request.startAsync();
		if (request.getDispatcherType() == DispatcherType.REQUEST) {
			cycle.dispatch();
		}
		else {
			afterTheFirstDispatch(cycle::complete);
		}
	}

	@GetMapping("/events")
	SseEmitter events() {
		SseEmitter emitter = new SseEmitter();
		afterTheFirstDispatch(() -> {
			try {
				emitter.send("one");
				emitter.complete();
			}
			catch (IOException ex) {
				emitter.completeWithError(ex);
			}
		});
		return emitter;
	}

	@ExceptionHandler
	ModelAndView view(IllegalCallerException ex) {
		ModelAndView answer = new ModelAndView((model, request, response) -> response.getWriter().print("view"));
		answer.setStatus(HttpStatus.SERVICE_UNAVAILABLE);
		return answer;
	}

	@ExceptionHandler
	@ResponseStatus(HttpStatus.BAD_REQUEST)
	String badRequest(IllegalArgumentException ex) {
		return "bad";
	}

	@ExceptionHandler
	@ResponseStatus(HttpStatus.SERVICE_UNAVAILABLE)
	String unavailable(UnavailableException ex) {
		return "unavailable";
	}

	private void afterTheFirstDispatch(Runnable completion) {
		new Thread(Context.current().wrap(() -> {
			this.left.acquireUninterruptibly();
			this.tracer.spanBuilder("late").startSpan().end();
			completion.run();
		})).start();
	}

	@SuppressWarnings("serial")
	static final class UnavailableException extends RuntimeException {

	}

}
