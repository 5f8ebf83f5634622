@NullMarked
package io.github.tracingboot.sample.messaging;

import org.jspecify.annotations.NullMarked;
