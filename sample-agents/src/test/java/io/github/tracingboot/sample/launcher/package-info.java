@NullMarked
package io.github.tracingboot.sample.launcher;

import org.jspecify.annotations.NullMarked;
