@NullMarked
package io.github.tracingboot.sample.query;

import org.jspecify.annotations.NullMarked;
