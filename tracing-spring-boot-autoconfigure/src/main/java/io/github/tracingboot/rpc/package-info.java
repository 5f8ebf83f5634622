/**
 * Spans of gRPC servers and clients.
 */
@NullMarked
package io.github.tracingboot.rpc;

import org.jspecify.annotations.NullMarked;
