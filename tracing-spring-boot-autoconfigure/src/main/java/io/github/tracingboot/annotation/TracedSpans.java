package io.github.tracingboot.annotation;

import java.util.concurrent.atomic.AtomicBoolean;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.tracingboot.core.SpanErrors;

/** Starts the spans of traced methods and records how they fail. */
final class TracedSpans {

	/** Semantic conventions, source code attributes: the function, fully qualified. */
	static final AttributeKey<String> FUNCTION = AttributeKey.stringKey("code.function.name");

	private static final Logger log = LoggerFactory.getLogger(Traced.class);

	private final SpanSettings settings;

	private final AtomicBoolean warned = new AtomicBoolean();

	TracedSpans(SpanSettings settings) {
		this.settings = settings;
	}

	/**
	 * Starts a span.
	 * @param caller the context of the call
	 * @return the span, {@code null} if a sampler or processor fails
	 */
	@Nullable Span start(Tracer tracer, TracedMethod method, Context caller, @Nullable Object target,
			@Nullable Object[] arguments) {
		try {
			SpanBuilder builder = builder(tracer, method.name(), method.kind(), method.relation(), caller)
				.setAllAttributes(method.function());
			if (this.settings.attributesBeforeSampling()) {
				builder.setAllAttributes(method.attributes().ofCall(target, arguments));
				return builder.startSpan();
			}
			Span span = builder.startSpan();
			if (span.isRecording()) {
				method.attributes().describeCall(span, target, arguments);
			}
			return span;
		}
		catch (RuntimeException ex) {
			if (this.warned.compareAndSet(false, true)) {
				log.warn("{} runs without a span, as will all whose span cannot be started", method.name(), ex);
			}
			return null;
		}
	}

	static SpanBuilder builder(Tracer tracer, String name, SpanKind kind, Relation relation, Context caller) {
		SpanBuilder builder = tracer.spanBuilder(name).setSpanKind(kind);
		if (relation == Relation.CHILD) {
			return builder.setParent(caller);
		}
		builder.setNoParent();
		SpanContext linked = Span.fromContext(caller).getSpanContext();
		return (relation == Relation.LINKED_ROOT && linked.isValid()) ? builder.addLink(linked) : builder;
	}

	static void nameFunction(Span span, TracedMethod method) {
		if (span.isRecording()) {
			span.setAllAttributes(method.function());
		}
	}

	void fail(Span span, TracedMethod method, Throwable error) {
		if (!method.expects(error)) {
			SpanErrors.record(span, error, this.settings.exceptionDetail());
		}
	}

}
