package io.github.tracingboot.sample.embedded;

import java.util.Map;

/** A server on a free port of the loopback interface, which ends with the application. */
public interface Embedded extends AutoCloseable {

	/**
	 * What an application needs to know to use it.
	 * @return configuration properties
	 */
	Map<String, Object> properties();

	@Override
	void close();

}
