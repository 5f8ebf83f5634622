package io.github.tracingboot.web;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.RestClient;

/** Traces {@code RestClient} and {@code RestTemplate}. */
final class ClientTracingInterceptor implements ClientHttpRequestInterceptor {

	private static final String URI_TEMPLATE = RestClient.class.getName() + ".uriTemplate";

	private static final String SENT = ClientTracingInterceptor.class.getName() + ".sent";

	private static final TextMapSetter<HttpRequest> HEADERS = (request, key, value) -> {
		if (request != null) {
			request.getHeaders().set(key, value);
		}
	};

	private final ClientTracing tracing;

	ClientTracingInterceptor(ClientTracing tracing) {
		this.tracing = tracing;
	}

	@Override
	public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
			throws IOException {
		ClientSpan span = this.tracing.start(Context.current(), request.getMethod().name(), request.getURI(),
				template(request), sentBefore(request));
		if (span == null) {
			return execution.execute(request, body);
		}
		try (Scope scope = span.context().makeCurrent()) {
			this.tracing.inject(span, request.getURI(), request, HEADERS);
			ClientHttpResponse response = execution.execute(request, body);
			answered(span, response);
			return response;
		}
		catch (Throwable ex) {
			span.failed(ex);
			throw ex;
		}
		finally {
			span.end();
		}
	}

	private static @Nullable String template(HttpRequest request) {
		return (request.getAttributes().get(URI_TEMPLATE) instanceof String template) ? template : null;
	}

	/** Whoever repeats a request runs the rest of the chain again with the same one. */
	private static int sentBefore(HttpRequest request) {
		try {
			Object sent = request.getAttributes().putIfAbsent(SENT, new AtomicInteger());
			return (sent instanceof AtomicInteger count) ? count.incrementAndGet() : 0;
		}
		catch (UnsupportedOperationException ex) {
			return 0;
		}
	}

	private static void answered(ClientSpan span, ClientHttpResponse response) {
		try {
			span.answered(response.getStatusCode().value());
		}
		catch (IOException ex) {
			// The caller meets it too, and has the response to close.
			span.failed(ex);
		}
	}

}
