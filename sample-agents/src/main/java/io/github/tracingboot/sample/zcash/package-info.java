/**
 * A stand-in for a Zcash node.
 */
@NullMarked
package io.github.tracingboot.sample.zcash;

import org.jspecify.annotations.NullMarked;
