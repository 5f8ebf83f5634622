package io.github.tracingboot.web;

import java.net.InetSocketAddress;
import java.net.URI;

import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.resource.ResourceWebHandler;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.DisconnectedClientHelper;

/** The span of one request to a reactive server. */
final class ReactiveSpan {

	private final ServerHttpResponse response;

	private final ServerSpan span;

	private volatile @Nullable ServerWebExchange exchange;

	/**
	 * Starts the span.
	 * @param request the request, with what a proxy says of it
	 * @param path its path in the application
	 */
	ReactiveSpan(ServerHttpRequest request, ServerHttpResponse response, String path, ServerTracing tracing) {
		this.response = response;
		ServerTracing.Incoming incoming = tracing.receive(request.getMethod().name(), path, request,
				ReactiveHeaders.GETTER);
		URI uri = request.getURI();
		// What the conventions want samplers to see.
		SpanBuilder builder = incoming.span()
			.setAttribute(HttpAttributes.URL_SCHEME, uri.getScheme())
			.setAttribute(HttpAttributes.URL_PATH, SafeUrl.path(uri.getRawPath()))
			.setAttribute(HttpAttributes.SERVER_ADDRESS, uri.getHost())
			.setAttribute(HttpAttributes.CLIENT_ADDRESS, address(request.getRemoteAddress()))
			.setAttribute(HttpAttributes.USER_AGENT_ORIGINAL, request.getHeaders().getFirst("User-Agent"));
		int port = SafeUrl.port(uri);
		if (port >= 0) {
			builder.setAttribute(HttpAttributes.SERVER_PORT, (long) port);
		}
		tracing.describeQuery(builder, uri.getRawQuery());
		this.span = new ServerSpan(incoming);
		tracing.answer(this.span.spanContext(), response.getHeaders()::add);
	}

	Context context() {
		return this.span.context();
	}

	/** The server knows no routes; the exchange will, when a handler is found. */
	void handledIn(ServerWebExchange exchange) {
		this.exchange = exchange;
	}

	void resolving(Throwable error) {
		if (DisconnectedClientHelper.isClientDisconnectedException(error)) {
			this.span.disconnected(error);
		}
		else {
			this.span.resolving(error);
		}
	}

	void disconnected() {
		this.span.disconnected(null);
	}

	void failed(Throwable error) {
		this.span.failed(error);
		end(this.response.isCommitted() ? status() : 500);
	}

	void answered() {
		end(status());
	}

	/** The server cancels when its client is gone. */
	void cancelled() {
		if (!this.span.hasEnded()) {
			this.span.disconnected(null);
			end(this.response.isCommitted() ? status() : 0);
		}
	}

	private void end(int status) {
		ServerWebExchange exchange = this.exchange;
		Object pattern = (exchange != null) ? exchange.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE)
				: null;
		// The handler for static resources is asked for what nobody else knows.
		if (exchange != null && pattern != null && !(exchange
			.getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE) instanceof ResourceWebHandler)) {
			this.span.route(exchange.getRequest().getPath().contextPath().value() + pattern);
		}
		this.span.end(status);
	}

	private int status() {
		HttpStatusCode status = this.response.getStatusCode();
		return (status != null) ? status.value() : 200;
	}

	private static @Nullable String address(@Nullable InetSocketAddress peer) {
		if (peer == null) {
			return null;
		}
		return (peer.getAddress() != null) ? peer.getAddress().getHostAddress() : peer.getHostString();
	}

}
