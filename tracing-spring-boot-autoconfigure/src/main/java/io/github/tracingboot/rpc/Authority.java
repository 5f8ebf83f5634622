package io.github.tracingboot.rpc;

import org.jspecify.annotations.Nullable;

/**
 * Whom a call is addressed to.
 *
 * @param host name or address; {@code null} if nobody is named
 * @param port -1 if none is named
 */
record Authority(@Nullable String host, int port) {

	private static final Authority NOBODY = new Authority(null, -1);

	static Authority of(@Nullable String authority) {
		if (authority == null || authority.isEmpty()) {
			return NOBODY;
		}
		int bracket = authority.indexOf(']');
		int colon = authority.lastIndexOf(':');
		// An IPv6 address without brackets has no port.
		boolean port = colon > bracket && (bracket >= 0 || authority.indexOf(':') == colon);
		String host = port ? authority.substring(0, colon) : authority;
		if (host.startsWith("[") && host.endsWith("]")) {
			host = host.substring(1, host.length() - 1);
		}
		return new Authority(host, port ? number(authority.substring(colon + 1)) : -1);
	}

	private static int number(String port) {
		try {
			return Integer.parseInt(port);
		}
		catch (NumberFormatException ex) {
			return -1;
		}
	}

}
