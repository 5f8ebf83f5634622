@NullMarked
package io.github.tracingboot.exporter;

import org.jspecify.annotations.NullMarked;
