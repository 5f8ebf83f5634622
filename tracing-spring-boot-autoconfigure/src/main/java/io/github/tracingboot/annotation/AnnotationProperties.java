package io.github.tracingboot.annotation;

import org.jspecify.annotations.Nullable;

import io.github.tracingboot.core.SpanErrors;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What {@code @Traced} does.
 *
 * @param enabled whether methods with the annotation are traced; when false, no bean is
 * proxied
 * @param exceptionDetail how much is recorded of an exception on the spans of the
 * annotation and of SpanTemplate: full (with the stack trace), type-and-message or type
 * @param failOnUnproxyable whether an annotation that cannot work, on a private method
 * for example, keeps the application from starting; otherwise it is a warning
 * @param attributesBeforeSampling whether attributes are worked out before a sampler
 * decides, so that it can see them; by default only if one of tracing.sampling.rules has
 * attributes
 */
@ConfigurationProperties("tracing.annotation")
record AnnotationProperties(@DefaultValue("true") boolean enabled,
		@DefaultValue("full") SpanErrors.Detail exceptionDetail, @DefaultValue("false") boolean failOnUnproxyable,
		@Nullable Boolean attributesBeforeSampling) {

	static AnnotationProperties defaults() {
		return new AnnotationProperties(true, SpanErrors.Detail.FULL, false, null);
	}

}
