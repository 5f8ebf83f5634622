package io.github.tracingboot.observation;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import org.jspecify.annotations.Nullable;

import io.github.tracingboot.core.InternalHosts;

/**
 * The other side of an observation that sends or receives something.
 *
 * @param propagator how the context is written and read
 */
record Remote(Supplier<TextMapPropagator> propagator) {

	private static final AttributeKey<String> PEER_SERVICE = AttributeKey.stringKey("peer.service");

	private static final AttributeKey<String> SERVER_ADDRESS = AttributeKey.stringKey("server.address");

	private static final AttributeKey<Long> SERVER_PORT = AttributeKey.longKey("server.port");

	private static final AttributeKey<String> CLIENT_ADDRESS = AttributeKey.stringKey("client.address");

	/** A name that never is anybody's. */
	private static final String NOBODY_WE_KNOW = "unknown.invalid";

	void describe(Observation.Context observation, SpanBuilder span) {
		if (observation instanceof SenderContext<?> sender) {
			span.setSpanKind(kind(sender.getKind()));
			describe(span, sender.getRemoteServiceName(), sender.getRemoteServiceAddress(), true);
		}
		else if (observation instanceof ReceiverContext<?> receiver) {
			span.setSpanKind(kind(receiver.getKind()));
			boolean broker = receiver.getKind() == Kind.CONSUMER;
			describe(span, receiver.getRemoteServiceName(), receiver.getRemoteServiceAddress(), broker);
		}
	}

	private static void describe(SpanBuilder span, @Nullable String service, @Nullable String address,
			boolean isServer) {
		span.setAttribute(PEER_SERVICE, service);
		URI uri = uri(address);
		if (uri == null) {
			return;
		}
		span.setAttribute(isServer ? SERVER_ADDRESS : CLIENT_ADDRESS, uri.getHost());
		if (isServer && uri.getPort() >= 0) {
			span.setAttribute(SERVER_PORT, (long) uri.getPort());
		}
	}

	private static SpanKind kind(Kind kind) {
		return switch (kind) {
			case CLIENT -> SpanKind.CLIENT;
			case SERVER -> SpanKind.SERVER;
			case PRODUCER -> SpanKind.PRODUCER;
			case CONSUMER -> SpanKind.CONSUMER;
		};
	}

	<C> void inject(SenderContext<C> sender, Context context) {
		C carrier = sender.getCarrier();
		if (carrier == null) {
			return;
		}
		this.propagator.get()
			.inject(sentTo(sender, context), carrier,
					(target, key, value) -> sender.getSetter().set(Objects.requireNonNull(target), key, value));
	}

	private static Context sentTo(SenderContext<?> sender, Context context) {
		URI uri = uri(sender.getRemoteServiceAddress());
		String host = (uri != null) ? uri.getHost() : null;
		if (host == null && sender.getKind() == Kind.PRODUCER) {
			// To the application's own broker.
			return context;
		}
		return InternalHosts.sentTo(context, (host != null) ? host : NOBODY_WE_KNOW);
	}

	/**
	 * Reads where something came from. What was received inside of the same trace has its
	 * parent here, not where it was sent.
	 * @param receiver what received it
	 * @param parent what is current
	 * @return what the span continues
	 */
	<C> Context extract(ReceiverContext<C> receiver, Context parent) {
		C carrier = receiver.getCarrier();
		if (carrier == null) {
			return parent;
		}
		Context extracted = this.propagator.get().extract(Context.root(), carrier, new TextMapGetter<C>() {
			@Override
			public Iterable<String> keys(C headers) {
				return List.of();
			}

			@Override
			public @Nullable String get(@Nullable C headers, String key) {
				return receiver.getGetter().get(Objects.requireNonNull(headers), key);
			}
		});
		SpanContext came = Span.fromContext(extracted).getSpanContext();
		SpanContext here = Span.fromContext(parent).getSpanContext();
		boolean inside = here.isValid() && (!came.isValid() || came.getTraceId().equals(here.getTraceId()));
		return inside ? parent : extracted;
	}

	private static @Nullable URI uri(@Nullable String address) {
		try {
			if (address == null) {
				return null;
			}
			return URI.create(address.contains("://") ? address : "tcp://" + address);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

}
