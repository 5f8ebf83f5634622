package io.github.tracingboot.web;

import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Tells the span of a request about the exchange and about what its handling fails with,
 * before an answer is made of that.
 */
final class ReactiveTracingFilter implements WebFilter, Ordered {

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		return Mono.deferContextual((context) -> {
			ReactiveSpan span = context.getOrDefault(ReactiveSpan.class, null);
			if (span == null) {
				return chain.filter(exchange);
			}
			span.handledIn(exchange);
			return chain.filter(exchange).doOnError(span::resolving);
		});
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

}
