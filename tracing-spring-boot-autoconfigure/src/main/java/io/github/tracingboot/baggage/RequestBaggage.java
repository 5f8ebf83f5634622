package io.github.tracingboot.baggage;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets baggage for the rest of a request, message, scheduled run or runner, wherever in
 * it and on whichever of its threads: {@code baggage.set("job.id", job.id())}. There is
 * no scope to close. The entry goes with every call and message that is sent from then
 * on; if {@code tracing.baggage.span-attributes} lists it, it is on the request's span,
 * on the current one, and on all that start later.
 *
 * <p>
 * Branches of one request share what is set. For an entry that holds for a block of code
 * only, use {@link Baggage#toBuilder()} and {@link Baggage#makeCurrent()}.
 *
 * <p>
 * There is a bean of this type even where tracing is off; nothing is set then.
 */
public final class RequestBaggage {

	private static final Logger logger = LoggerFactory.getLogger(RequestBaggage.class);

	private final @Nullable BaggageAttributes attributes;

	private final BaggageLimits limits;

	RequestBaggage(@Nullable BaggageAttributes attributes, BaggageLimits limits) {
		this.attributes = attributes;
		this.limits = limits;
	}

	/**
	 * Sets an entry, in place of one of the same name.
	 * @param name its name, such as {@code job.id}
	 * @param value its value
	 * @return whether it is set: not outside of a request, not over the limits, and not
	 * where tracing is off
	 */
	public boolean set(String name, String value) {
		if (!(Baggage.current() instanceof LiveBaggage live)) {
			logger.debug("Baggage '{}' is not set: there is no request, or a block in it has baggage of its own", name);
			return false;
		}
		if (!live.put(name, value, this.limits)) {
			return false;
		}
		record(live.first(), name, value);
		record(Span.current(), name, value);
		try (Scope scope = Context.current().makeCurrent()) {
			// The MDC follows the context, and now is the time to look again.
			return true;
		}
	}

	/**
	 * Finds the value of an entry, whoever set it.
	 * @param name its name
	 * @return the value, or {@code null}
	 */
	public @Nullable String get(String name) {
		return Baggage.current().getEntryValue(name);
	}

	private void record(@Nullable Span span, String name, String value) {
		if (span != null && this.attributes != null) {
			this.attributes.record(span, name, value);
		}
	}

}
