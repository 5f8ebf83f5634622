package io.github.tracingboot.data;

import java.sql.Connection;

/** A connection whose statements are traced. */
interface TracedConnection extends Connection {

}
