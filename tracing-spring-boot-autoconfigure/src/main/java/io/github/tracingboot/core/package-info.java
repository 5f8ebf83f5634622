/**
 * What every feature package shares; not for applications. At most six types.
 */
@NullMarked
package io.github.tracingboot.core;

import org.jspecify.annotations.NullMarked;
