/**
 * Watching the tracing of a running application: actuator endpoint and meters.
 */
@NullMarked
package io.github.tracingboot.actuate;

import org.jspecify.annotations.NullMarked;
