package io.github.tracingboot.exporter;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.tracingboot.core.InvalidConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * Where OTLP goes, read from what the user wrote.
 *
 * @param uri URL with scheme and host; with the path that requests go to where the
 * protocol is HTTP
 * @param host its host, an IPv6 address in brackets; URI knows none with an underscore
 * @param protocol the protocol spoken there
 */
record OtlpTarget(URI uri, String host, Protocol protocol) {

	static final String PROPERTY = "tracing.exporter.otlp.endpoint";

	private static final String HTTP_PORT = "4318";

	private static final String HTTP_PATH = "/v1/traces";

	// Not URI's own idea of a host: names with an underscore are common in Compose files.
	private static final Pattern AUTHORITY = Pattern
		.compile("(?<host>\\[[0-9A-Fa-f:.]+]|\\w[\\w-]*(\\.[\\w-]+)*\\.?)(:(?<port>[0-9]{1,5}))?");

	static OtlpTarget of(String endpoint, @Nullable Protocol given) {
		String text = endpoint.strip();
		boolean url = text.contains("://");
		URI uri;
		try {
			uri = new URI(url ? text : "http://" + text);
		}
		catch (URISyntaxException ex) {
			throw invalid(text, ex.getReason());
		}
		String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
		if (!scheme.equals("http") && !scheme.equals("https")) {
			throw invalid(text, "the scheme is neither http nor https");
		}
		String authority = Objects.requireNonNullElse(uri.getRawAuthority(), "");
		if (authority.contains("@")) {
			throw invalid(text, "credentials belong in tracing.exporter.otlp.headers");
		}
		Matcher parts = AUTHORITY.matcher(authority);
		if (!parts.matches()) {
			throw invalid(text, "the host or the port is not valid");
		}
		String port = parts.group("port");
		if (port == null && !url) {
			throw invalid(text, "the port is missing");
		}
		if (port != null && !(Integer.parseInt(port) >= 1 && Integer.parseInt(port) <= 65535)) {
			throw invalid(text, "the port is not from 1 to 65535");
		}
		if (uri.getRawFragment() != null) {
			throw invalid(text, "a fragment is never sent");
		}
		Protocol protocol = (given != null) ? given : HTTP_PORT.equals(port) ? Protocol.HTTP_PROTOBUF : Protocol.GRPC;
		return new OtlpTarget(URI.create(scheme + "://" + authority + path(text, uri, protocol)), parts.group("host"),
				protocol);
	}

	private static String path(String text, URI uri, Protocol protocol) {
		boolean none = uri.getRawPath().isEmpty() || uri.getRawPath().equals("/");
		String query = (uri.getRawQuery() != null) ? "?" + uri.getRawQuery() : "";
		if (protocol == Protocol.HTTP_PROTOBUF) {
			return (none ? HTTP_PATH : uri.getRawPath()) + query;
		}
		if (!none || !query.isEmpty()) {
			throw invalid(text, "gRPC has no path: remove it, or set tracing.exporter.otlp.protocol to http/protobuf");
		}
		return "";
	}

	boolean isEncrypted() {
		return this.uri.getScheme().equals("https");
	}

	// User-info and a query are places for secrets, and where they end is not certain
	// here.
	private static InvalidConfigurationException invalid(String text, String reason) {
		String shown = text.replaceFirst("^(\\w+://)?.*[@?].*", "$1***");
		return new InvalidConfigurationException(
				PROPERTY + " is '" + shown + "' but must be a URL such as "
						+ "http://localhost:4317 or host:port such as localhost:4317 (" + reason + ")",
				"Correct " + PROPERTY + ".",
				"Remove " + PROPERTY + ", or set tracing.exporter.otlp.enabled=false, to send nothing.");
	}

	@Override
	public String toString() {
		return this.protocol.text + " " + this.uri.getScheme() + "://" + this.uri.getRawAuthority()
				+ this.uri.getRawPath();
	}

	enum Protocol {

		GRPC("OTLP/gRPC"), HTTP_PROTOBUF("OTLP/HTTP");

		private final String text;

		Protocol(String text) {
			this.text = text;
		}

	}

}
