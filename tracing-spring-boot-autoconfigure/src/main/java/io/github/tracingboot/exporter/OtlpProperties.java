package io.github.tracingboot.exporter;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.tracingboot.core.InvalidConfigurationException;
import io.github.tracingboot.exporter.OtlpTarget.Protocol;
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
 * @param retry what happens when the backend asks for patience
 * @param ssl certificates of an https endpoint; without them it is checked by what the
 * JVM trusts
 * @param plaintextHosts hosts that spans may go to unencrypted besides local ones: names,
 * *.example.com, addresses, or ranges such as 100.64.0.0/10; none by default
 */
@ConfigurationProperties(OtlpProperties.PREFIX)
record OtlpProperties(@DefaultValue("true") boolean enabled, @Nullable String endpoint, @Nullable Protocol protocol,
		@DefaultValue Map<String, String> headers, @DefaultValue("none") Compression compression,
		@DefaultValue("10s") Duration timeout, @DefaultValue("10s") Duration connectTimeout, @DefaultValue Retry retry,
		@DefaultValue Ssl ssl, @DefaultValue List<String> plaintextHosts) {

	static final String PREFIX = "tracing.exporter.otlp";

	OtlpProperties {
		PlaintextHosts allowed = PlaintextHosts.of(plaintextHosts);
		if (enabled && StringUtils.hasText(endpoint)) {
			OtlpTarget target = OtlpTarget.of(endpoint, protocol);
			if (!target.isEncrypted()) {
				ssl.requireNone();
			}
			allowed.require(target);
		}
		headers.forEach(OtlpHeaders::require);
		ExporterProperties.requireDuration(PREFIX + ".timeout", timeout);
		ExporterProperties.requireDuration(PREFIX + ".connect-timeout", connectTimeout);
	}

	static OtlpProperties defaults() {
		return new OtlpProperties(true, null, null, Map.of(), Compression.NONE, Duration.ofSeconds(10),
				Duration.ofSeconds(10), Retry.defaults(), Ssl.defaults(), List.of());
	}

	/**
	 * What happens when the backend answers that it is overloaded or not available just
	 * now. A connection that fails is not tried again.
	 *
	 * @param enabled whether such an export is tried again
	 * @param maxAttempts most attempts, the first included
	 * @param initialBackoff wait before the second attempt, give or take a fifth
	 * @param maxBackoff longest wait between two attempts
	 * @param multiplier how much longer each wait is than the one before
	 */
	record Retry(@DefaultValue("true") boolean enabled, @DefaultValue("5") int maxAttempts,
			@DefaultValue("1s") Duration initialBackoff, @DefaultValue("5s") Duration maxBackoff,
			@DefaultValue("1.5") double multiplier) {

		// The first limit is the SDK's.
		Retry {
			ExporterProperties.requireRange(PREFIX + ".retry.max-attempts", maxAttempts, 2, 5);
			ExporterProperties.requireDuration(PREFIX + ".retry.initial-backoff", initialBackoff);
			ExporterProperties.requireDuration(PREFIX + ".retry.max-backoff", maxBackoff);
			if (!(multiplier >= 1 && multiplier <= 10)) {
				throw ExporterProperties.outOfRange(PREFIX + ".retry.multiplier", String.valueOf(multiplier),
						"1.0 to 10.0");
			}
		}

		static Retry defaults() {
			return new Retry(true, 5, Duration.ofSeconds(1), Duration.ofSeconds(5), 1.5);
		}

	}

	/**
	 * Certificates of an https endpoint: those of a bundle, or of files.
	 *
	 * @param bundle name of a bundle under spring.ssl.bundle, which may be reloaded; none
	 * by default
	 * @param trustCertificate PEM file with the certificates of who may have issued the
	 * backend's; falls back to those that the JVM trusts
	 * @param clientCertificate PEM file with our certificate, for a backend that asks for
	 * one; none by default
	 * @param clientKey PEM file with the private key of client-certificate; none by
	 * default
	 */
	record Ssl(@Nullable String bundle, @Nullable String trustCertificate, @Nullable String clientCertificate,
			@Nullable String clientKey) {

		static final String PREFIX = OtlpProperties.PREFIX + ".ssl";

		Ssl {
			bundle = StringUtils.hasText(bundle) ? bundle : null;
			trustCertificate = StringUtils.hasText(trustCertificate) ? trustCertificate : null;
			clientCertificate = StringUtils.hasText(clientCertificate) ? clientCertificate : null;
			clientKey = StringUtils.hasText(clientKey) ? clientKey : null;
			boolean files = trustCertificate != null || clientCertificate != null || clientKey != null;
			if (bundle != null && files) {
				throw new InvalidConfigurationException(
						PREFIX + ".bundle is '" + bundle + "', and there are files under " + PREFIX + " as well",
						"Put all certificates into the bundle and remove the files.", "Remove " + PREFIX + ".bundle.");
			}
			if ((clientCertificate == null) != (clientKey == null)) {
				String given = (clientKey == null) ? ".client-certificate" : ".client-key";
				String missing = (clientKey == null) ? ".client-key" : ".client-certificate";
				throw new InvalidConfigurationException(
						PREFIX + given + " is set but " + PREFIX + missing + " is not: each is useless alone",
						"Set " + PREFIX + missing + ".", "Remove " + PREFIX + given + ".");
			}
		}

		static Ssl defaults() {
			return new Ssl(null, null, null, null);
		}

		private void requireNone() {
			if (this.bundle != null || this.trustCertificate != null || this.clientCertificate != null) {
				throw new InvalidConfigurationException(
						"There are certificates under " + PREFIX + ", but " + OtlpTarget.PROPERTY
								+ " is not encrypted, so they would protect nothing",
						"Set " + OtlpTarget.PROPERTY + " to a URL that starts with https://.", "Remove what is under "
								+ PREFIX + ", or the variables of OTEL_EXPORTER_OTLP_CERTIFICATE's kind.");
			}
		}

	}

	enum Compression {

		NONE, GZIP

	}

}
