package io.github.tracingboot.logging;

import java.util.Map;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Keeps the ids of the current span in an MDC that cannot look them up, wherever the
 * context goes. What stands there after a scope is closed comes from the context that is
 * current then, so that scopes closed in the wrong order leave no wrong ids.
 */
final class MdcContextStorage implements ContextStorage {

	private final ContextStorage delegate;

	private final LogFields fields;

	private MdcContextStorage(ContextStorage delegate, LogFields fields) {
		this.delegate = delegate;
		this.fields = fields;
	}

	/**
	 * Several applications in one JVM ask for it; it is there once, with the fields of
	 * the first.
	 */
	static ContextStorage around(ContextStorage storage, LogFields fields) {
		return (storage instanceof MdcContextStorage) ? storage : new MdcContextStorage(storage, fields);
	}

	@Override
	public Scope attach(Context toAttach) {
		Context current = this.delegate.current();
		Scope scope = this.delegate.attach(toAttach);
		Baggage baggage = this.fields.baggageIn(toAttach);
		if (current == toAttach || scope == Scope.noop()) {
			// What entries there are may have changed.
			if (baggage != null) {
				this.fields.replace(baggage, baggage);
			}
			return scope;
		}
		SpanContext before = spanIn(current);
		SpanContext after = spanIn(toAttach);
		Baggage baggageBefore = this.fields.baggageIn(current);
		if (before == null && after == null && baggage == null && baggageBefore == null) {
			return scope;
		}
		Map<String, String> hidden = null;
		if (baggage != null || baggageBefore != null) {
			hidden = this.fields.replace(baggageBefore, baggage);
		}
		boolean ids = before != null || after != null;
		Scope restoring = (before != null || after == null)
				? new MdcScope(scope, toAttach, hidden, ids, null, null, null)
				: new MdcScope(scope, toAttach, hidden, ids, MDC.get(this.fields.traceId()),
						MDC.get(this.fields.spanId()), MDC.get(this.fields.traceFlags()));
		if (after != null) {
			put(after, before != null);
		}
		else if (before != null) {
			put(null, null, null);
		}
		return restoring;
	}

	@Override
	public @Nullable Context current() {
		return this.delegate.current();
	}

	@Override
	public Context root() {
		return this.delegate.root();
	}

	private static @Nullable SpanContext spanIn(@Nullable Context context) {
		Span span = (context != null) ? Span.fromContextOrNull(context) : null;
		return (span != null && span.getSpanContext().isValid()) ? span.getSpanContext() : null;
	}

	/**
	 * Puts the ids of a span.
	 * @param replacing whether those of another one are likely to be there, which is
	 * mostly of the same trace: to look is cheaper than to put
	 */
	private void put(SpanContext span, boolean replacing) {
		if (!replacing) {
			put(span.getTraceId(), span.getSpanId(), span.getTraceFlags().asHex());
			return;
		}
		replace(this.fields.traceId(), span.getTraceId());
		MDC.put(this.fields.spanId(), span.getSpanId());
		replace(this.fields.traceFlags(), span.getTraceFlags().asHex());
	}

	private static void replace(String key, String value) {
		if (!value.equals(MDC.get(key))) {
			MDC.put(key, value);
		}
	}

	private void put(@Nullable String traceId, @Nullable String spanId, @Nullable String traceFlags) {
		put(this.fields.traceId(), traceId);
		put(this.fields.spanId(), spanId);
		put(this.fields.traceFlags(), traceFlags);
	}

	private static void put(String key, @Nullable String value) {
		if (value != null) {
			MDC.put(key, value);
		}
		else {
			MDC.remove(key);
		}
	}

	/** Holds what the user had under our keys outside any span. */
	private final class MdcScope implements Scope {

		private final Scope delegate;

		private final Context attached;

		private final @Nullable Map<String, String> hidden;

		private final boolean ids;

		private final @Nullable String traceId;

		private final @Nullable String spanId;

		private final @Nullable String traceFlags;

		private MdcScope(Scope delegate, Context attached, @Nullable Map<String, String> hidden, boolean ids,
				@Nullable String traceId, @Nullable String spanId, @Nullable String traceFlags) {
			this.delegate = delegate;
			this.attached = attached;
			this.hidden = hidden;
			this.ids = ids;
			this.traceId = traceId;
			this.spanId = spanId;
			this.traceFlags = traceFlags;
		}

		@Override
		public void close() {
			try {
				this.delegate.close();
			}
			finally {
				Context current = current();
				SpanContext now = spanIn(current);
				if (now != null) {
					put(now, true);
				}
				else if (this.ids) {
					put(this.traceId, this.spanId, this.traceFlags);
				}
				LogFields fields = MdcContextStorage.this.fields;
				restoreBaggage(fields.baggageIn(current), fields.baggageIn(this.attached));
			}
		}

		private void restoreBaggage(@Nullable Baggage now, @Nullable Baggage attached) {
			if (now != null || attached != null) {
				MdcContextStorage.this.fields.replace(attached, now);
			}
			if (this.hidden != null) {
				this.hidden.forEach((name, value) -> {
					if (now == null || now.getEntryValue(name) == null) {
						MDC.put(name, value);
					}
				});
			}
		}

	}

}
