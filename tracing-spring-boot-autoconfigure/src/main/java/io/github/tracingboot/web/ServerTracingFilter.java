package io.github.tracingboot.web;

import java.io.IOException;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapPropagator;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.core.Ordered;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Opens a span for each request and makes it current in each of its dispatches. Spring
 * Boot registers filters of this base class for all dispatcher types.
 */
final class ServerTracingFilter extends OncePerRequestFilter implements Ordered {

	private final Tracer tracer;

	private final TextMapPropagator propagator;

	ServerTracingFilter(Tracer tracer, TextMapPropagator propagator) {
		this.tracer = tracer;
		this.propagator = propagator;
	}

	/** After forwarded headers are applied, before everything else. */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE + 1;
	}

	@Override
	protected boolean shouldNotFilterAsyncDispatch() {
		return false;
	}

	@Override
	protected boolean shouldNotFilterErrorDispatch() {
		return false;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		ServerSpan span = ServerSpan.of(request);
		if (span != null) {
			filterIn(span, request, response, chain);
		}
		else if (request.getDispatcherType() == DispatcherType.REQUEST) {
			filterFirst(request, response, chain);
		}
		else {
			chain.doFilter(request, response);
		}
	}

	private void filterFirst(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		// From the root: whatever an earlier request left on the thread is not the
		// caller.
		Context parent = this.propagator.extract(Context.root(), request, RequestHeaders.GETTER);
		ServerSpan span = ServerSpan.start(request, response, parent, this.tracer);
		try {
			filterIn(span, request, response, chain);
		}
		finally {
			if (request.isAsyncStarted()) {
				request.getAsyncContext().addListener(span);
			}
			else {
				span.end();
			}
		}
	}

	private static void filterIn(ServerSpan span, HttpServletRequest request, HttpServletResponse response,
			FilterChain chain) throws ServletException, IOException {
		try (Scope scope = span.context().makeCurrent()) {
			chain.doFilter(request, response);
		}
		catch (Throwable ex) {
			span.failed(ex);
			throw ex;
		}
	}

}
