package io.github.tracingboot.web;

import java.io.IOException;
import java.lang.ref.Cleaner;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Opens a span for each request and makes it current in each of its dispatches. Spring
 * Boot registers filters of this base class for all dispatcher types.
 */
final class ServletTracingFilter extends OncePerRequestFilter implements Ordered {

	private static final String EXCLUDED = ServletTracingFilter.class.getName() + ".context";

	private final ServerTracing tracing;

	// It has a thread, which only an application with asynchronous requests needs.
	private final SingletonSupplier<Cleaner> cleaner = SingletonSupplier.of(Cleaner::create);

	ServletTracingFilter(ServerTracing tracing) {
		this.tracing = tracing;
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
		ServletSpan span = ServletSpan.of(request);
		if (span != null) {
			filterIn(span, request, response, chain);
		}
		else if (request.getDispatcherType() == DispatcherType.REQUEST) {
			filterFirst(request, response, chain);
		}
		else if (request.getAttribute(EXCLUDED) instanceof Context context) {
			filterIn(context, request, response, chain);
		}
		else {
			chain.doFilter(request, response);
		}
	}

	private void filterFirst(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		String path = path(request);
		if (this.tracing.isExcluded(path)) {
			Context context = this.tracing.excluded(request, ServletHeaders.GETTER);
			request.setAttribute(EXCLUDED, context);
			filterIn(context, request, response, chain);
			return;
		}
		ServletSpan span = start(request, response, path);
		if (span == null) {
			chain.doFilter(request, response);
			return;
		}
		try {
			filterIn(span, request, response, chain);
		}
		finally {
			if (request.isAsyncStarted()) {
				span.endAsynchronously(request, this.cleaner.obtain());
			}
			else {
				span.end();
			}
		}
	}

	private @Nullable ServletSpan start(HttpServletRequest request, HttpServletResponse response, String path) {
		try {
			return ServletSpan.start(request, response, path, this.tracing);
		}
		catch (RuntimeException ex) {
			this.tracing.failed(ex);
			return null;
		}
	}

	private static void filterIn(ServletSpan span, HttpServletRequest request, HttpServletResponse response,
			FilterChain chain) throws ServletException, IOException {
		span.writeHeaders();
		try {
			filterIn(span.context(), request, response, chain);
		}
		catch (Throwable ex) {
			span.failed(ex);
			throw ex;
		}
	}

	private static void filterIn(Context context, HttpServletRequest request, HttpServletResponse response,
			FilterChain chain) throws ServletException, IOException {
		try (Scope scope = context.makeCurrent()) {
			chain.doFilter(request, response);
		}
	}

	private static String path(HttpServletRequest request) {
		String path = SafeUrl.path(request.getRequestURI());
		String root = request.getContextPath();
		return (!root.isEmpty() && path.startsWith(root)) ? path.substring(root.length()) : path;
	}

}
