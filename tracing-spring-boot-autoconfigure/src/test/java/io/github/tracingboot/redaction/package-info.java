@NullMarked
package io.github.tracingboot.redaction;

import org.jspecify.annotations.NullMarked;
