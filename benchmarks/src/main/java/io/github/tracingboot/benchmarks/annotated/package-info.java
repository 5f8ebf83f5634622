/**
 * The same bean for every annotation that is compared, and its applications.
 */
@NullMarked
package io.github.tracingboot.benchmarks.annotated;

import org.jspecify.annotations.NullMarked;
