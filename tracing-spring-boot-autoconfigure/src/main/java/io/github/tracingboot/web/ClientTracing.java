package io.github.tracingboot.web;

import java.net.URI;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.tracingboot.core.InternalHosts;

/**
 * What the clients have in common. Everything is looked up by the first request: an
 * exporter, of which the tracer is made, may build a client.
 */
final class ClientTracing {

	private static final Logger log = LoggerFactory.getLogger(ClientTracing.class);

	private final Supplier<Tracer> tracer;

	private final Supplier<OpenTelemetry> openTelemetry;

	private final Supplier<WebProperties> properties;

	private final AtomicBoolean warned = new AtomicBoolean();

	private volatile @Nullable HttpMethods methods;

	ClientTracing(Supplier<Tracer> tracer, Supplier<OpenTelemetry> openTelemetry, Supplier<WebProperties> properties) {
		this.tracer = tracer;
		this.openTelemetry = openTelemetry;
		this.properties = properties;
	}

	/**
	 * Starts the span of one request.
	 * @param parent where it is sent
	 * @param method its method
	 * @param uri its address
	 * @param template what the address was made of, if that is known
	 * @param resends how often the same request was sent before
	 * @return the span, {@code null} if the request goes out without
	 */
	@Nullable ClientSpan start(Context parent, String method, URI uri, @Nullable String template, int resends) {
		if (ClientSpan.isSending(parent, uri)) {
			return null;
		}
		try {
			String name = methods().spanName(method);
			String path = (template != null) ? SafeUrl.templatePath(template) : null;
			SafeUrl url = SafeUrl.of(uri, this.properties.get().query());
			SpanBuilder builder = this.tracer.get()
				.spanBuilder((path != null) ? name + " " + path : name)
				.setSpanKind(SpanKind.CLIENT)
				.setParent(parent)
				.setAttribute(HttpAttributes.SERVER_ADDRESS, url.host())
				.setAttribute(HttpAttributes.URL_FULL, url.full())
				.setAttribute(HttpAttributes.URL_TEMPLATE, path);
			methods().describe(builder, method);
			if (url.port() >= 0) {
				builder.setAttribute(HttpAttributes.SERVER_PORT, (long) url.port());
			}
			if (resends > 0) {
				builder.setAttribute(HttpAttributes.RESEND_COUNT, (long) resends);
			}
			return new ClientSpan(builder.startSpan(), uri, parent);
		}
		catch (RuntimeException ex) {
			warn("A request goes out without a span, as will all whose span cannot be started", ex);
			return null;
		}
	}

	/**
	 * Writes the context of a request to its headers. They are set, not added: a repeated
	 * request must not carry the context of the one before.
	 */
	<C> void inject(ClientSpan span, URI target, C carrier, TextMapSetter<C> headers) {
		try {
			this.openTelemetry.get()
				.getPropagators()
				.getTextMapPropagator()
				.inject(InternalHosts.sentTo(span.context(), host(target)), carrier, headers);
		}
		catch (RuntimeException ex) {
			warn("A request goes out without its context, as will all whose headers cannot be written", ex);
		}
	}

	/** A name that the URI cannot parse is in its authority, and is nobody we know. */
	private static String host(URI target) {
		return (target.getHost() != null) ? target.getHost() : String.valueOf(target.getRawAuthority());
	}

	private HttpMethods methods() {
		HttpMethods methods = this.methods;
		if (methods == null) {
			methods = this.properties.get().methods();
			this.methods = methods;
		}
		return methods;
	}

	private void warn(String message, RuntimeException ex) {
		if (this.warned.compareAndSet(false, true)) {
			log.warn(message, ex);
		}
	}

}
