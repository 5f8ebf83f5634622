@NullMarked
package io.github.tracingboot.sample.collector;

import org.jspecify.annotations.NullMarked;
