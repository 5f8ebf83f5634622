package io.github.tracingboot.data;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

import io.lettuce.core.tracing.TraceContext;
import io.lettuce.core.tracing.TraceContextProvider;
import io.lettuce.core.tracing.Tracer;
import io.lettuce.core.tracing.TracerProvider;
import io.lettuce.core.tracing.Tracing;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Lettuce's hook: asks for the context where the application sends a command, and for a
 * span where the command is written, which is on another thread. There is one hook, so
 * the observations of Lettuce, which the application's metrics are made of, go on below
 * it.
 */
final class LettuceTracing extends Tracer implements Tracing, TracerProvider, TraceContextProvider {

	private final DataTracing tracing;

	private final @Nullable Tracing observing;

	LettuceTracing(DataTracing tracing, @Nullable Tracing observing) {
		this.tracing = tracing;
		this.observing = observing;
	}

	@Override
	public boolean isEnabled() {
		return true;
	}

	// What a command is about is personal as often as not; a tag is not looked at here.
	@Override
	public boolean includeCommandArgsInSpanTags() {
		return this.observing != null && this.observing.includeCommandArgsInSpanTags();
	}

	@Override
	public TracerProvider getTracerProvider() {
		return this;
	}

	@Override
	public Tracer getTracer() {
		return this;
	}

	@Override
	public TraceContextProvider initialTraceContextProvider() {
		return this;
	}

	@Override
	public TraceContext getTraceContext() {
		return new Caller(Context.current(),
				(this.observing != null) ? this.observing.initialTraceContextProvider().getTraceContext() : null);
	}

	@Override
	public Mono<TraceContext> getTraceContextLater() {
		if (this.observing == null) {
			return Mono.fromSupplier(this::getTraceContext);
		}
		Context subscriber = Context.current();
		return this.observing.initialTraceContextProvider()
			.getTraceContextLater()
			.<TraceContext>map((observed) -> new Caller(subscriber, observed))
			.defaultIfEmpty(new Caller(subscriber, null));
	}

	@Override
	public Tracer.Span nextSpan() {
		return nextSpan(null);
	}

	@Override
	public Tracer.Span nextSpan(@Nullable TraceContext context) {
		Caller caller = (context instanceof Caller known) ? known : new Caller(Context.root(), null);
		Tracer.Span observed = (this.observing != null)
				? this.observing.getTracerProvider().getTracer().nextSpan(caller.observed()) : null;
		return new LettuceSpan(this.tracing, caller.context(), observed);
	}

	@Override
	public Tracing.Endpoint createEndpoint(SocketAddress remote) {
		Tracing.Endpoint observed = (this.observing != null) ? this.observing.createEndpoint(remote) : null;
		return new Server(attributes(remote), observed);
	}

	private Attributes attributes(SocketAddress remote) {
		if (!(remote instanceof InetSocketAddress socket)) {
			return this.tracing.connection("redis", String.valueOf(remote), -1).build();
		}
		AttributesBuilder attributes = this.tracing.connection("redis", socket.getHostString(), socket.getPort());
		InetAddress peer = socket.getAddress();
		if (peer != null) {
			attributes.put(DbAttributes.PEER_ADDRESS, peer.getHostAddress())
				.put(DbAttributes.PEER_PORT, (long) socket.getPort());
		}
		return attributes.build();
	}

	private record Caller(Context context, @Nullable TraceContext observed) implements TraceContext {

	}

	record Server(Attributes attributes, Tracing.@Nullable Endpoint observed) implements Tracing.Endpoint {

	}

}
