/**
 * What the tests of several features share.
 */
@NullMarked
package io.github.tracingboot.testing;

import org.jspecify.annotations.NullMarked;
