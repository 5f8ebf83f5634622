@NullMarked
package io.github.tracingboot.sample.api;

import org.jspecify.annotations.NullMarked;
