package io.github.tracingboot.annotation;

import java.util.List;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import org.jspecify.annotations.Nullable;

/**
 * Everything about a traced method of a class that does not change from call to call.
 *
 * @param opensSpan whether the method has a span of its own, or only adds to the current
 * one
 * @param name the span's name
 * @param named whether the annotation gives the name
 * @param kind the span's kind
 * @param relation how the span stands to the current one
 * @param expected the exceptions that are no failure
 * @param container the kind of span that is already there when a container calls the
 * method, {@code null} if none calls it
 * @param function the method as {@code code.function.name}
 * @param attributes what else goes on the span
 * @param late how its result is waited for, {@code null} if the work is over when it
 * returns
 * @param deferral how it puts its work off until somebody subscribes, {@code null} if it
 * does it when it is called
 */
record TracedMethod(boolean opensSpan, String name, boolean named, SpanKind kind, Relation relation,
		List<Class<?>> expected, @Nullable SpanKind container, Attributes function, MethodAttributes attributes,
		@Nullable LateResult late, @Nullable Deferral deferral) {

	boolean expects(Throwable thrown) {
		for (Class<?> type : this.expected) {
			if (type.isInstance(thrown)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * A process span has no better name than the handler's; a server span has its route.
	 */
	boolean namesContainerSpan() {
		return this.named || this.container == SpanKind.CONSUMER;
	}

}
