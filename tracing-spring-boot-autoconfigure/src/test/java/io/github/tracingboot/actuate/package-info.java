@NullMarked
package io.github.tracingboot.actuate;

import org.jspecify.annotations.NullMarked;
