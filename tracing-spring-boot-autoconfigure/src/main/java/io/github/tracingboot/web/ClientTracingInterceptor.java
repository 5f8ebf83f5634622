package io.github.tracingboot.web;

import java.io.IOException;
import java.net.URI;
import java.util.function.Supplier;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.jspecify.annotations.Nullable;

import io.github.tracingboot.core.InternalHosts;
import io.github.tracingboot.core.SpanErrors;

import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.RestClient;

/** Makes a span of each request that goes out and sends its context along. */
final class ClientTracingInterceptor implements ClientHttpRequestInterceptor {

	private static final String URI_TEMPLATE = RestClient.class.getName() + ".uriTemplate";

	// Set, not added: a repeated request must not carry the context of the one before.
	private static final TextMapSetter<HttpRequest> HEADERS = (request, key, value) -> {
		if (request != null) {
			request.getHeaders().set(key, value);
		}
	};

	private final Supplier<Tracer> tracer;

	private final Supplier<OpenTelemetry> openTelemetry;

	ClientTracingInterceptor(Supplier<Tracer> tracer, Supplier<OpenTelemetry> openTelemetry) {
		this.tracer = tracer;
		this.openTelemetry = openTelemetry;
	}

	@Override
	public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
			throws IOException {
		Span span = start(request);
		try (Scope scope = span.makeCurrent()) {
			this.openTelemetry.get()
				.getPropagators()
				.getTextMapPropagator()
				.inject(sentTo(request.getURI()), request, HEADERS);
			ClientHttpResponse response = execution.execute(request, body);
			answered(span, response);
			return response;
		}
		catch (Throwable ex) {
			SpanErrors.record(span, ex);
			throw ex;
		}
		finally {
			span.end();
		}
	}

	private static Context sentTo(URI target) {
		// A name that the URI cannot parse is in its authority, and is nobody we know.
		String host = (target.getHost() != null) ? target.getHost() : String.valueOf(target.getRawAuthority());
		return InternalHosts.sentTo(Context.current(), host);
	}

	private Span start(HttpRequest request) {
		String original = request.getMethod().name();
		String method = HttpAttributes.knownMethod(original);
		String template = template(request);
		String name = HttpAttributes.spanName(method);
		SafeUrl url = SafeUrl.of(request.getURI());
		SpanBuilder builder = this.tracer.get()
			.spanBuilder((template != null) ? name + " " + template : name)
			.setSpanKind(SpanKind.CLIENT)
			.setAttribute(HttpAttributes.REQUEST_METHOD, method)
			.setAttribute(HttpAttributes.SERVER_ADDRESS, url.host())
			.setAttribute(HttpAttributes.URL_FULL, url.full())
			.setAttribute(HttpAttributes.URL_TEMPLATE, template);
		if (url.port() >= 0) {
			builder.setAttribute(HttpAttributes.SERVER_PORT, (long) url.port());
		}
		if (!method.equals(original)) {
			builder.setAttribute(HttpAttributes.REQUEST_METHOD_ORIGINAL, original);
		}
		return builder.startSpan();
	}

	private static @Nullable String template(HttpRequest request) {
		return (request.getAttributes().get(URI_TEMPLATE) instanceof String template) ? SafeUrl.templatePath(template)
				: null;
	}

	private static void answered(Span span, ClientHttpResponse response) {
		try {
			int status = response.getStatusCode().value();
			span.setAttribute(HttpAttributes.RESPONSE_STATUS_CODE, (long) status);
			if (status >= 400) {
				span.setStatus(StatusCode.ERROR);
				span.setAttribute(SpanErrors.ERROR_TYPE, String.valueOf(status));
			}
		}
		catch (IOException ex) {
			// The caller meets it too, and has the response to close.
			SpanErrors.record(span, ex);
		}
	}

}
