package io.github.tracingboot.web;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Semaphore;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.github.tracingboot.baggage.RequestBaggage;
import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/** An application whose filters watch what ours does. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(Clients.class)
class ServerApplication {

	static final SpanRecorder SPANS = new SpanRecorder();

	@Bean
	SpanRecorder spanRecorder() {
		return SPANS;
	}

	@Bean
	UntracedClient untracedClient(Environment environment) {
		return new UntracedClient(environment, "");
	}

	@Bean
	OuterFilter outerFilter() {
		return new OuterFilter();
	}

	@Bean
	InnerFilter innerFilter() {
		return new InnerFilter();
	}

	@Bean
	Handlers handlers(Tracer tracer, RequestBaggage baggage, OuterFilter outer) {
		return new Handlers(tracer, baggage, outer.left);
	}

	@Bean
	RouterFunction<ServerResponse> functions() {
		return RouterFunctions.route()
			.GET("/functional/{id}", (request) -> ServerResponse.ok().body(request.pathVariable("id")))
			.build();
	}

	/** Tells when a request has left all filters, ours too, in its first dispatch. */
	static final class OuterFilter extends OncePerRequestFilter implements Ordered {

		final Semaphore left = new Semaphore(0);

		@Override
		protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
				throws ServletException, IOException {
			if (request.getHeader("X-Reject") != null) {
				response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
				return;
			}
			this.left.drainPermits();
			try {
				chain.doFilter(request, response);
			}
			finally {
				this.left.release();
			}
		}

		@Override
		public int getOrder() {
			return Ordered.HIGHEST_PRECEDENCE;
		}

	}

	/** Which span a filter of the application meets in each kind of dispatch. */
	static final class InnerFilter extends OncePerRequestFilter implements Ordered {

		final Map<DispatcherType, String> spanIds = new EnumMap<>(DispatcherType.class);

		@Override
		protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
				throws ServletException, IOException {
			synchronized (this.spanIds) {
				this.spanIds.put(request.getDispatcherType(), Span.current().getSpanContext().getSpanId());
			}
			if (request.getRequestURI().endsWith("/never-answered")
					&& request.getDispatcherType() == DispatcherType.REQUEST) {
				request.startAsync().setTimeout(1);
				return;
			}
			if (request.getRequestURI().endsWith("/renamed-by-filter")) {
				Span.current().updateName("filter");
			}
			chain.doFilter(request, response);
		}

		@Override
		public int getOrder() {
			return Ordered.HIGHEST_PRECEDENCE + 2;
		}

		@Override
		protected boolean shouldNotFilterAsyncDispatch() {
			return false;
		}

		@Override
		protected boolean shouldNotFilterErrorDispatch() {
			return false;
		}

	}

}
