package org.springframework.samples;

import io.github.tracingboot.annotation.Traced;

/** An application whose package begins as Spring's own do. */
public class Clinic {

	@Traced
	public void visit() {
	}

}
