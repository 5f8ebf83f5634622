package io.github.tracingboot.exporter;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

import io.github.tracingboot.core.InvalidConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;

/**
 * Export over the OpenTelemetry protocol.
 *
 * @param enabled whether spans are sent, where there is an endpoint
 * @param endpoint URL or host:port to send spans to, for example http://localhost:4317;
 * nothing is sent without one
 * @param protocol grpc or http/protobuf; by default http/protobuf where the port is 4318,
 * grpc elsewhere
 * @param headers headers of every request, for example an API key
 * @param compression none or gzip
 * @param timeout longest time for one export, all attempts included
 * @param connectTimeout longest time to establish a connection
 */
@ConfigurationProperties(OtlpProperties.PREFIX)
record OtlpProperties(@DefaultValue("true") boolean enabled, @Nullable String endpoint,
		OtlpTarget.@Nullable Protocol protocol, @DefaultValue Map<String, String> headers,
		@DefaultValue("none") Compression compression, @DefaultValue("10s") Duration timeout,
		@DefaultValue("10s") Duration connectTimeout) {

	static final String PREFIX = "tracing.exporter.otlp";

	private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

	private static final Pattern HEADER_VALUE = Pattern.compile("[\t\\x20-\\x7e]*");

	OtlpProperties {
		if (StringUtils.hasText(endpoint)) {
			OtlpTarget.of(endpoint, protocol);
		}
		headers.forEach(OtlpProperties::requireHeader);
		ExporterProperties.requireDuration(PREFIX + ".timeout", timeout);
		ExporterProperties.requireDuration(PREFIX + ".connect-timeout", connectTimeout);
	}

	// The value may be a secret, so it is not shown.
	private static void requireHeader(String name, String value) {
		if (!HEADER_NAME.matcher(name).matches()) {
			throw new InvalidConfigurationException(
					PREFIX + ".headers has the name '" + name
							+ "' but a header's name must consist of letters, digits and any of !#$%&'*+.^_`|~-",
					"Correct the name under " + PREFIX + ".headers.");
		}
		if (!HEADER_VALUE.matcher(value).matches()) {
			throw new InvalidConfigurationException(
					PREFIX + ".headers." + name
							+ " has a character that no header may have; its value must be printable ASCII",
					"Remove line breaks and the like from the value.", "Encode the value, for example in Base64.");
		}
	}

	enum Compression {

		NONE, GZIP

	}

}
