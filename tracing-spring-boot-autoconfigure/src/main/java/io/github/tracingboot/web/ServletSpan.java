package io.github.tracingboot.web;

import java.lang.ref.Cleaner;

import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.context.Context;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.web.util.DisconnectedClientHelper;

/**
 * The span of one request, through all the dispatches that the container makes of it. The
 * request holds it, and nobody else does.
 */
final class ServletSpan implements AsyncListener {

	private static final String ATTRIBUTE = ServletSpan.class.getName();

	private final HttpServletResponse response;

	private final ServerTracing tracing;

	private final ServerSpan span;

	private volatile boolean thrown;

	private Cleaner.@Nullable Cleanable lost;

	private ServletSpan(HttpServletRequest request, HttpServletResponse response, String path, ServerTracing tracing) {
		this.response = response;
		this.tracing = tracing;
		ServerTracing.Incoming incoming = tracing.receive(request.getMethod(), path, request, ServletHeaders.GETTER);
		// What the conventions want samplers to see.
		SpanBuilder builder = incoming.span()
			.setAttribute(HttpAttributes.URL_SCHEME, request.getScheme())
			.setAttribute(HttpAttributes.URL_PATH, SafeUrl.path(request.getRequestURI()))
			.setAttribute(HttpAttributes.SERVER_ADDRESS, request.getServerName())
			.setAttribute(HttpAttributes.SERVER_PORT, (long) request.getServerPort())
			.setAttribute(HttpAttributes.CLIENT_ADDRESS, request.getRemoteAddr())
			.setAttribute(HttpAttributes.USER_AGENT_ORIGINAL, request.getHeader("User-Agent"))
			.setAttribute(HttpAttributes.NETWORK_PROTOCOL_VERSION, protocolVersion(request.getProtocol()));
		tracing.describeQuery(builder, request.getQueryString());
		this.span = new ServerSpan(incoming);
	}

	static ServletSpan start(HttpServletRequest request, HttpServletResponse response, String path,
			ServerTracing tracing) {
		ServletSpan span = new ServletSpan(request, response, path, tracing);
		request.setAttribute(ATTRIBUTE, span);
		return span;
	}

	static @Nullable ServletSpan of(HttpServletRequest request) {
		return (ServletSpan) request.getAttribute(ATTRIBUTE);
	}

	Context context() {
		return this.span.context();
	}

	/**
	 * Again in each dispatch: a container that answers with an error page resets them.
	 */
	void writeHeaders() {
		if (!this.response.isCommitted()) {
			this.tracing.answer(this.span.spanContext(), this::writeHeader);
		}
	}

	private void writeHeader(String name, String value) {
		if (!this.response.getHeaders(name).contains(value)) {
			this.response.addHeader(name, value);
		}
	}

	void route(String route) {
		this.span.route(route);
	}

	void resolving(Throwable error) {
		if (DisconnectedClientHelper.isClientDisconnectedException(error)) {
			this.span.disconnected(error);
		}
		else {
			this.span.resolving(error);
		}
	}

	void failed(@Nullable Throwable error) {
		// The container tells its listeners what the filter has already seen.
		if (!this.thrown && error != null) {
			this.thrown = true;
			Throwable cause = (error instanceof ServletException) ? error.getCause() : null;
			this.span.failed((cause != null) ? cause : error);
		}
	}

	/**
	 * Ends with the asynchronous request. Tomcat drops some whose client has reset the
	 * connection without telling any listener; all that is left to notice is that the
	 * request does not hold this any more.
	 */
	void endAsynchronously(HttpServletRequest request, Cleaner cleaner) {
		ServerSpan dropped = this.span;
		this.lost = cleaner.register(this, () -> {
			if (!dropped.hasEnded()) {
				dropped.disconnected(null);
				dropped.end(0);
			}
		});
		request.getAsyncContext().addListener(this);
	}

	void end() {
		// The container turns an exception into a status after the filters.
		boolean unanswered = this.thrown && !this.response.isCommitted();
		this.span.end(unanswered ? HttpServletResponse.SC_INTERNAL_SERVER_ERROR : this.response.getStatus());
		if (this.lost != null) {
			this.lost.clean();
		}
	}

	@Override
	public void onComplete(AsyncEvent event) {
		end();
	}

	@Override
	public void onTimeout(AsyncEvent event) {
		// The completion follows, and only then is the status known.
	}

	@Override
	public void onError(AsyncEvent event) {
		failed(event.getThrowable());
	}

	@Override
	public void onStartAsync(AsyncEvent event) {
		// A new cycle starts without the listeners of the one before.
		event.getAsyncContext().addListener(this);
	}

	private static String protocolVersion(String protocol) {
		return switch (protocol) {
			case "HTTP/1.1" -> "1.1";
			case "HTTP/2.0" -> "2";
			default -> protocol.substring(protocol.indexOf('/') + 1);
		};
	}

}
