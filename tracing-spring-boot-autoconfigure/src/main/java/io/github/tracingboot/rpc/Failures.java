package io.github.tracingboot.rpc;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what goes wrong in tracing from the call that is traced. */
final class Failures {

	private static final Logger logger = LoggerFactory.getLogger(Failures.class);

	private Failures() {
	}

	static void guard(Runnable tracing) {
		try {
			tracing.run();
		}
		catch (RuntimeException ex) {
			logger.debug("Tracing a call failed, the call itself is unharmed", ex);
		}
	}

}
