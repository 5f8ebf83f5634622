@NullMarked
package io.github.tracingboot.sample.embedded;

import org.jspecify.annotations.NullMarked;
