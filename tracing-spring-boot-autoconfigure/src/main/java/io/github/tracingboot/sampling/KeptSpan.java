package io.github.tracingboot.sampling;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.common.InstrumentationLibraryInfo;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

/** An ended span of a trace that was kept, which looks sampled and says why. */
final class KeptSpan implements ReadableSpan {

	private final ReadableSpan span;

	private final SpanContext context;

	private final Attributes reason;

	KeptSpan(ReadableSpan span, LocalTrace trace) {
		this.span = span;
		this.context = trace.kept(span.getSpanContext());
		this.reason = trace.result().getAttributes();
	}

	@Override
	public SpanContext getSpanContext() {
		return this.context;
	}

	@Override
	public SpanContext getParentSpanContext() {
		return this.span.getParentSpanContext();
	}

	@Override
	public String getName() {
		return this.span.getName();
	}

	@Override
	public SpanData toSpanData() {
		return new Data(this.span.toSpanData(), this.context, this.reason);
	}

	@Override
	@Deprecated
	@SuppressWarnings("InlineMeSuggester")
	public InstrumentationLibraryInfo getInstrumentationLibraryInfo() {
		return this.span.getInstrumentationLibraryInfo();
	}

	@Override
	public InstrumentationScopeInfo getInstrumentationScopeInfo() {
		return this.span.getInstrumentationScopeInfo();
	}

	@Override
	public boolean hasEnded() {
		return this.span.hasEnded();
	}

	@Override
	public long getLatencyNanos() {
		return this.span.getLatencyNanos();
	}

	@Override
	public SpanKind getKind() {
		return this.span.getKind();
	}

	@Override
	public <T> @Nullable T getAttribute(AttributeKey<T> key) {
		T value = this.reason.get(key);
		return (value != null) ? value : this.span.getAttribute(key);
	}

	@Override
	public Attributes getAttributes() {
		return this.span.getAttributes().toBuilder().putAll(this.reason).build();
	}

	private static final class Data extends DelegatingSpanData {

		private final SpanContext context;

		private final Attributes attributes;

		private final int added;

		Data(SpanData span, SpanContext context, Attributes reason) {
			super(span);
			this.context = context;
			this.attributes = span.getAttributes().toBuilder().putAll(reason).build();
			this.added = reason.size();
		}

		@Override
		public SpanContext getSpanContext() {
			return this.context;
		}

		@Override
		public Attributes getAttributes() {
			return this.attributes;
		}

		@Override
		public int getTotalAttributeCount() {
			return super.getTotalAttributeCount() + this.added;
		}

	}

}
