package io.github.tracingboot.web;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.UndeclaredThrowableException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Function;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** The JDK's client with a span around each request, redirects and body included. */
final class TracedHttpClient extends HttpClient {

	private static final TextMapSetter<Map<String, String>> HEADERS = (headers, key, value) -> {
		if (headers != null) {
			headers.put(key, value);
		}
	};

	private final HttpClient delegate;

	private final ClientTracing tracing;

	TracedHttpClient(HttpClient delegate, ClientTracing tracing) {
		this.delegate = delegate;
		this.tracing = tracing;
	}

	@Override
	public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
			throws IOException, InterruptedException {
		ClientSpan span = start(request);
		if (span == null) {
			return this.delegate.send(request, handler);
		}
		try (Scope scope = span.context().makeCurrent()) {
			HttpResponse<T> response = this.delegate.send(traced(request, span), handler);
			answered(span, response);
			return response;
		}
		catch (Throwable ex) {
			span.failed(ex);
			throw ex;
		}
		finally {
			span.end();
		}
	}

	@Override
	public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler) {
		return sendTraced(request, (traced) -> this.delegate.sendAsync(traced, handler));
	}

	@Override
	public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler,
			@Nullable PushPromiseHandler<T> pushes) {
		return sendTraced(request, (traced) -> this.delegate.sendAsync(traced, handler, pushes));
	}

	/** The future is the client's own, so that to cancel it cancels the request. */
	@SuppressWarnings("FutureReturnValueIgnored") // it cannot fail
	private <T> CompletableFuture<HttpResponse<T>> sendTraced(HttpRequest request,
			Function<HttpRequest, CompletableFuture<HttpResponse<T>>> send) {
		ClientSpan span = start(request);
		if (span == null) {
			return send.apply(request);
		}
		try (Scope scope = span.context().makeCurrent()) {
			CompletableFuture<HttpResponse<T>> result = send.apply(traced(request, span));
			var unused = result.whenComplete((response, error) -> end(span, response, error));
			return result;
		}
		catch (Throwable ex) {
			end(span, null, ex);
			throw ex;
		}
	}

	private static void end(ClientSpan span, @Nullable HttpResponse<?> response, @Nullable Throwable error) {
		Throwable cause = (error instanceof CompletionException && error.getCause() != null) ? error.getCause() : error;
		if (response != null) {
			answered(span, response);
		}
		// Whoever does not want the answer any more has not failed.
		else if (cause != null && !(cause instanceof CancellationException)) {
			span.failed(cause);
		}
		span.end();
	}

	private @Nullable ClientSpan start(HttpRequest request) {
		return this.tracing.start(Context.current(), request.method(), request.uri(), null, 0);
	}

	private HttpRequest traced(HttpRequest request, ClientSpan span) {
		Map<String, String> headers = new HashMap<>();
		this.tracing.inject(span, request.uri(), headers, HEADERS);
		try {
			HttpRequest.Builder traced = HttpRequest.newBuilder(request,
					(name, value) -> headers.keySet().stream().noneMatch(name::equalsIgnoreCase));
			headers.forEach(traced::setHeader);
			return traced.build();
		}
		catch (RuntimeException ex) {
			// A request of another make that the JDK's builder does not take.
			return request;
		}
	}

	private static void answered(ClientSpan span, HttpResponse<?> response) {
		span.answered(response.statusCode());
		span.protocol((response.version() == Version.HTTP_2) ? "2" : "1.1");
	}

	@Override
	public Optional<CookieHandler> cookieHandler() {
		return this.delegate.cookieHandler();
	}

	@Override
	public Optional<Duration> connectTimeout() {
		return this.delegate.connectTimeout();
	}

	@Override
	public Redirect followRedirects() {
		return this.delegate.followRedirects();
	}

	@Override
	public Optional<ProxySelector> proxy() {
		return this.delegate.proxy();
	}

	@Override
	public SSLContext sslContext() {
		return this.delegate.sslContext();
	}

	@Override
	public SSLParameters sslParameters() {
		return this.delegate.sslParameters();
	}

	@Override
	public Optional<Authenticator> authenticator() {
		return this.delegate.authenticator();
	}

	@Override
	public Version version() {
		return this.delegate.version();
	}

	@Override
	public Optional<Executor> executor() {
		return this.delegate.executor();
	}

	@Override
	public WebSocket.Builder newWebSocketBuilder() {
		return this.delegate.newWebSocketBuilder();
	}

	// What HttpClient has since Java 21, where it would not reach the delegate.

	public void close() {
		call("close");
	}

	public void shutdown() {
		call("shutdown");
	}

	public void shutdownNow() {
		call("shutdownNow");
	}

	public boolean isTerminated() {
		return Boolean.TRUE.equals(call("isTerminated"));
	}

	public boolean awaitTermination(Duration duration) throws InterruptedException {
		try {
			return Boolean.TRUE.equals(call("awaitTermination", duration));
		}
		catch (UndeclaredThrowableException ex) {
			if (ex.getCause() instanceof InterruptedException interrupted) {
				throw interrupted;
			}
			throw ex;
		}
	}

	private @Nullable Object call(String method, Object... arguments) {
		Method found = ReflectionUtils.findMethod(HttpClient.class, method, (Class<?>[]) null);
		return (found != null) ? ReflectionUtils.invokeMethod(found, this.delegate, arguments) : null;
	}

}
