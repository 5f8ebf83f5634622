/** Stands in for the servers that agents need, as long as nobody names real ones. */
@NullMarked
package io.github.tracingboot.sample.embedded;

import org.jspecify.annotations.NullMarked;
