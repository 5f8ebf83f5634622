package io.github.tracingboot.annotation;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The attributes that a method gives its span. Whatever goes wrong with one, the call
 * goes on without it.
 */
final class MethodAttributes {

	private static final Logger log = LoggerFactory.getLogger(Traced.class);

	private final String method;

	private final MethodAttribute[] ofCall;

	private final MethodAttribute[] ofResult;

	private final AtomicBoolean warned = new AtomicBoolean();

	MethodAttributes(String method, List<MethodAttribute> ofCall, List<MethodAttribute> ofResult) {
		this.method = method;
		this.ofCall = ofCall.toArray(new MethodAttribute[0]);
		this.ofResult = ofResult.toArray(new MethodAttribute[0]);
	}

	boolean isEmpty() {
		return this.ofCall.length == 0 && this.ofResult.length == 0;
	}

	boolean needResult() {
		return this.ofResult.length > 0;
	}

	void describeCall(Span span, @Nullable Object target, @Nullable Object[] arguments) {
		describe(this.ofCall, span, target, arguments, null);
	}

	void describeResult(Span span, @Nullable Object target, @Nullable Object[] arguments, @Nullable Object result) {
		if (this.ofResult.length > 0 && span.isRecording()) {
			describe(this.ofResult, span, target, arguments, result);
		}
	}

	Attributes ofCall(@Nullable Object target, @Nullable Object[] arguments) {
		AttributesBuilder attributes = Attributes.builder();
		for (MethodAttribute attribute : this.ofCall) {
			Object value = value(attribute, target, arguments, null);
			if (value != null) {
				attribute.put(attributes, value);
			}
		}
		return attributes.build();
	}

	private void describe(MethodAttribute[] attributes, Span span, @Nullable Object target,
			@Nullable Object[] arguments, @Nullable Object result) {
		for (MethodAttribute attribute : attributes) {
			Object value = value(attribute, target, arguments, result);
			if (value != null) {
				attribute.put(span, value);
			}
		}
	}

	@SuppressWarnings("CatchingUnchecked") // a getter may throw what it does not declare
	private @Nullable Object value(MethodAttribute attribute, @Nullable Object target, @Nullable Object[] arguments,
			@Nullable Object result) {
		try {
			return attribute.value(target, arguments, result);
		}
		catch (Throwable ex) {
			if (this.warned.compareAndSet(false, true)) {
				log.warn("Attribute '{}' of {} is left out, as will be whatever fails there from now on: {}",
						attribute.name(), this.method, ex.toString());
			}
			return null;
		}
	}

}
