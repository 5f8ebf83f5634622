package io.github.tracingboot.amqp;

import java.util.List;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.ImplicitContextKeyed;

/**
 * The contexts that came with the messages being handled. A handler that forwards a
 * message forwards its headers too; this tells them from a context that a user set.
 */
record ReceivedContexts(List<SpanContext> contexts) implements ImplicitContextKeyed {

	private static final ContextKey<ReceivedContexts> KEY = ContextKey.named("tracing-received-contexts");

	static boolean contain(Context context, SpanContext candidate) {
		ReceivedContexts received = context.get(KEY);
		if (received != null) {
			for (SpanContext each : received.contexts) {
				if (each.getSpanId().equals(candidate.getSpanId())
						&& each.getTraceId().equals(candidate.getTraceId())) {
					return true;
				}
			}
		}
		return false;
	}

	@Override
	public Context storeInContext(Context context) {
		return context.with(KEY, this);
	}

}
