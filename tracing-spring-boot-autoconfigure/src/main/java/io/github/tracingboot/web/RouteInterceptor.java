package io.github.tracingboot.web;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.MappingMatch;

import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.resource.ResourceHttpRequestHandler;

/**
 * Names the span when Spring MVC has found the route, before the handler runs. The
 * handler for static resources is no route: it is asked for what nobody else knows.
 */
final class RouteInterceptor implements HandlerInterceptor {

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
		ServletSpan span = ServletSpan.of(request);
		Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
		if (span != null && pattern != null && request.getDispatcherType() != DispatcherType.ERROR
				&& !(handler instanceof ResourceHttpRequestHandler)) {
			span.route(root(request) + pattern);
		}
		return true;
	}

	private static String root(HttpServletRequest request) {
		boolean prefixed = request.getHttpServletMapping().getMappingMatch() == MappingMatch.PATH;
		return prefixed ? request.getContextPath() + request.getServletPath() : request.getContextPath();
	}

}
