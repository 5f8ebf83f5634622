package io.github.tracingboot.web;

import java.net.URI;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What may be recorded of an URL: neither user information nor path parameters nor
 * fragment, and the query only where the user asks for it.
 *
 * @param full the URL
 * @param host its host, if it has one
 * @param port its port, explicit or by its scheme; -1 if neither
 */
record SafeUrl(String full, @Nullable String host, int port) {

	private static final Pattern PATH_PARAMETERS = Pattern.compile(";[^/]*");

	/**
	 * Takes out what may not be recorded.
	 * @param uri the address
	 * @param query whether the query may, as the user says
	 */
	static SafeUrl of(URI uri, boolean query) {
		String authority = (uri.getRawAuthority() != null) ? uri.getRawAuthority() : "";
		StringBuilder full = new StringBuilder();
		if (uri.getScheme() != null) {
			full.append(uri.getScheme()).append("://");
		}
		full.append(authority, authority.lastIndexOf('@') + 1, authority.length());
		full.append(path(uri.getRawPath()));
		if (query && uri.getRawQuery() != null) {
			full.append('?').append(uri.getRawQuery());
		}
		return new SafeUrl(full.toString(), uri.getHost(), port(uri));
	}

	/**
	 * The path of a template for a URL.
	 * @param template the template as Spring gives it, with or without host and query
	 * @return the path, or {@code null} if the template has none
	 */
	static @Nullable String templatePath(String template) {
		int authority = template.indexOf("://");
		int path = (authority < 0) ? 0 : template.indexOf('/', authority + 3);
		if (path < 0) {
			return null;
		}
		int end = path;
		while (end < template.length() && template.charAt(end) != '?' && template.charAt(end) != '#') {
			end++;
		}
		return (end > path) ? path(template.substring(path, end)) : null;
	}

	/** Parameters are where a container without cookies puts the session's id. */
	static String path(@Nullable String path) {
		if (path == null || path.indexOf(';') < 0) {
			return (path != null) ? path : "";
		}
		return PATH_PARAMETERS.matcher(path).replaceAll("");
	}

	static int port(URI uri) {
		if (uri.getPort() >= 0) {
			return uri.getPort();
		}
		return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : "http".equalsIgnoreCase(uri.getScheme()) ? 80 : -1;
	}

}
