package io.github.tracingboot.web;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.MappingMatch;

import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/** Names the span when Spring MVC has found the route, before the handler runs. */
final class RouteInterceptor implements HandlerInterceptor {

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
		ServerSpan span = ServerSpan.of(request);
		Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
		if (span != null && pattern != null && request.getDispatcherType() != DispatcherType.ERROR) {
			span.route(root(request) + pattern);
		}
		return true;
	}

	private static String root(HttpServletRequest request) {
		boolean prefixed = request.getHttpServletMapping().getMappingMatch() == MappingMatch.PATH;
		return prefixed ? request.getContextPath() + request.getServletPath() : request.getContextPath();
	}

}
