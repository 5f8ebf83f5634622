package io.github.tracingboot.web;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadableSpan;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import io.github.tracingboot.core.HandlerSpan;
import io.github.tracingboot.core.SpanErrors;

/** The span of one request, through all the dispatches that the container makes of it. */
final class ServerSpan implements AsyncListener {

	private static final String ATTRIBUTE = ServerSpan.class.getName();

	private final HttpServletResponse response;

	private final Span span;

	private final HandlerSpan handler;

	private final Context context;

	private final String name;

	private volatile boolean routed;

	private volatile @Nullable Throwable resolved;

	private volatile @Nullable Throwable thrown;

	private volatile boolean recorded;

	private ServerSpan(HttpServletRequest request, HttpServletResponse response, Context parent, Tracer tracer) {
		this.response = response;
		String method = HttpAttributes.knownMethod(request.getMethod());
		this.name = HttpAttributes.spanName(method);
		// What the conventions want samplers to see.
		this.span = tracer.spanBuilder(this.name)
			.setParent(parent)
			.setSpanKind(SpanKind.SERVER)
			.setAttribute(HttpAttributes.REQUEST_METHOD, method)
			.setAttribute(HttpAttributes.URL_SCHEME, request.getScheme())
			.setAttribute(HttpAttributes.URL_PATH, SafeUrl.path(request.getRequestURI()))
			.setAttribute(HttpAttributes.SERVER_ADDRESS, request.getServerName())
			.setAttribute(HttpAttributes.SERVER_PORT, (long) request.getServerPort())
			.setAttribute(HttpAttributes.CLIENT_ADDRESS, request.getRemoteAddr())
			.setAttribute(HttpAttributes.USER_AGENT_ORIGINAL, request.getHeader("User-Agent"))
			.startSpan();
		if (this.span.isRecording()) {
			this.span.setAttribute(HttpAttributes.NETWORK_PROTOCOL_VERSION, protocolVersion(request));
			if (!method.equals(request.getMethod())) {
				this.span.setAttribute(HttpAttributes.REQUEST_METHOD_ORIGINAL, request.getMethod());
			}
		}
		this.handler = new HandlerSpan(this.span);
		this.context = parent.with(this.span).with(this.handler);
	}

	static ServerSpan start(HttpServletRequest request, HttpServletResponse response, Context parent, Tracer tracer) {
		ServerSpan span = new ServerSpan(request, response, parent, tracer);
		request.setAttribute(ATTRIBUTE, span);
		return span;
	}

	static @Nullable ServerSpan of(HttpServletRequest request) {
		return (ServerSpan) request.getAttribute(ATTRIBUTE);
	}

	Context context() {
		return this.context;
	}

	/** The first route counts: what a handler forwards to is not what was asked for. */
	void route(String route) {
		if (this.routed) {
			return;
		}
		this.routed = true;
		this.span.setAttribute(HttpAttributes.ROUTE, route);
		if (!(this.span instanceof ReadableSpan readable) || readable.getName().equals(this.name)) {
			this.span.updateName(this.name + " " + route);
		}
	}

	/** Whether it is a failure depends on the status that it is turned into. */
	void resolving(Throwable error) {
		this.resolved = error;
	}

	void failed(Throwable error) {
		// The container tells its listeners what the filter has already seen.
		if (this.thrown == null) {
			this.thrown = error;
			Throwable cause = (error instanceof ServletException) ? error.getCause() : null;
			record((cause != null) ? cause : error);
		}
	}

	private void record(@Nullable Throwable error) {
		if (error != null && !this.handler.expects(error)) {
			SpanErrors.record(this.span, error);
			this.recorded = true;
		}
	}

	void end() {
		// The container turns an exception into a status after the filters.
		boolean unanswered = this.thrown != null && !this.response.isCommitted();
		int status = unanswered ? HttpServletResponse.SC_INTERNAL_SERVER_ERROR : this.response.getStatus();
		this.span.setAttribute(HttpAttributes.RESPONSE_STATUS_CODE, (long) status);
		if (status >= HttpServletResponse.SC_INTERNAL_SERVER_ERROR && this.thrown == null) {
			record(this.resolved);
		}
		if (status >= HttpServletResponse.SC_INTERNAL_SERVER_ERROR && !this.recorded) {
			this.span.setStatus(StatusCode.ERROR);
			this.span.setAttribute(SpanErrors.ERROR_TYPE, String.valueOf(status));
		}
		this.span.end();
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

	private static String protocolVersion(HttpServletRequest request) {
		String protocol = request.getProtocol();
		String version = protocol.substring(protocol.indexOf('/') + 1);
		return version.equals("2.0") ? "2" : version;
	}

}
