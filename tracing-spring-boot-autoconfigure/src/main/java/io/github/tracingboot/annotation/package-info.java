/**
 * {@link io.github.tracingboot.annotation.Traced @Traced} and what runs it.
 */
@NullMarked
package io.github.tracingboot.annotation;

import org.jspecify.annotations.NullMarked;
