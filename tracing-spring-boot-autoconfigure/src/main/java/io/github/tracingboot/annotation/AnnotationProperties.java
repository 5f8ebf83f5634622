package io.github.tracingboot.annotation;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What {@code @Traced} does.
 *
 * @param enabled whether methods with the annotation are traced; when false, no bean is
 * proxied
 */
@ConfigurationProperties("tracing.annotation")
record AnnotationProperties(@DefaultValue("true") boolean enabled) {

}
