/**
 * Tests of gRPC with what Spring gRPC builds.
 */
@NullMarked
package io.github.tracingboot.rpc;

import org.jspecify.annotations.NullMarked;
