package io.github.tracingboot.web;

import java.util.Collections;
import java.util.Enumeration;

import io.opentelemetry.context.propagation.TextMapGetter;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** Reads the context from a request that came in. */
enum ServletHeaders implements TextMapGetter<HttpServletRequest> {

	GETTER;

	@Override
	public Iterable<String> keys(HttpServletRequest carrier) {
		return Collections.list(carrier.getHeaderNames());
	}

	@Override
	public @Nullable String get(@Nullable HttpServletRequest carrier, String key) {
		Enumeration<String> values = (carrier != null) ? carrier.getHeaders(key) : Collections.emptyEnumeration();
		if (!values.hasMoreElements()) {
			return null;
		}
		String value = values.nextElement();
		// Several fields of one name are one list. A list of trace parents does not
		// parse.
		while (values.hasMoreElements()) {
			value = value + "," + values.nextElement();
		}
		return value;
	}

}
