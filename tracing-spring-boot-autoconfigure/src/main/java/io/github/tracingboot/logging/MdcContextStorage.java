package io.github.tracingboot.logging;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Keeps the ids of the current span in the MDC, wherever the context goes. What stands
 * there after a scope is closed comes from the context that is current then, so that
 * scopes closed in the wrong order leave no wrong ids.
 */
final class MdcContextStorage implements ContextStorage {

	static final String TRACE_ID = "trace_id";

	static final String SPAN_ID = "span_id";

	static final String TRACE_FLAGS = "trace_flags";

	private final ContextStorage delegate;

	private MdcContextStorage(ContextStorage delegate) {
		this.delegate = delegate;
	}

	/** Several applications in one JVM ask for it; it is there once. */
	static ContextStorage around(ContextStorage storage) {
		return (storage instanceof MdcContextStorage) ? storage : new MdcContextStorage(storage);
	}

	@Override
	public Scope attach(Context toAttach) {
		SpanContext before = spanIn(this.delegate.current());
		Scope scope = this.delegate.attach(toAttach);
		SpanContext after = spanIn(toAttach);
		if (scope == Scope.noop() || (before == null && after == null)) {
			return scope;
		}
		Scope restoring = (before != null) ? new MdcScope(scope, null, null, null)
				: new MdcScope(scope, MDC.get(TRACE_ID), MDC.get(SPAN_ID), MDC.get(TRACE_FLAGS));
		if (after != null) {
			put(after);
		}
		else {
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

	private static void put(SpanContext span) {
		put(span.getTraceId(), span.getSpanId(), span.getTraceFlags().asHex());
	}

	private static void put(@Nullable String traceId, @Nullable String spanId, @Nullable String traceFlags) {
		put(TRACE_ID, traceId);
		put(SPAN_ID, spanId);
		put(TRACE_FLAGS, traceFlags);
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

		private final @Nullable String traceId;

		private final @Nullable String spanId;

		private final @Nullable String traceFlags;

		private MdcScope(Scope delegate, @Nullable String traceId, @Nullable String spanId,
				@Nullable String traceFlags) {
			this.delegate = delegate;
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
				SpanContext now = spanIn(current());
				if (now != null) {
					put(now);
				}
				else {
					put(this.traceId, this.spanId, this.traceFlags);
				}
			}
		}

	}

}
