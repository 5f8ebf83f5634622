package io.github.tracingboot.exporter;

import java.util.Arrays;

import io.github.tracingboot.core.InvalidConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;

/**
 * What the SDK's exporters take from a bundle.
 *
 * @param context the certificates in use
 * @param trustManager the context's own
 */
record OtlpSsl(SSLContext context, X509TrustManager trustManager) {

	private static final String PROPERTY = OtlpProperties.Ssl.PREFIX + ".bundle";

	static @Nullable OtlpSsl of(OtlpProperties.Ssl ssl, @Nullable SslBundles bundles) {
		if (ssl.bundle() != null) {
			return of(PROPERTY + " is '" + ssl.bundle() + "'", named(ssl.bundle(), bundles));
		}
		SslBundle files = PemFiles.bundle(ssl);
		return (files != null) ? of("What is under " + OtlpProperties.Ssl.PREFIX, files) : null;
	}

	static OtlpSsl of(String what, SslBundle bundle) {
		if (bundle.getOptions().isSpecified()) {
			throw new InvalidConfigurationException(
					what + ", which has options (ciphers or enabled-protocols) that the exporter cannot keep to",
					"Remove the bundle's options.", "Define a bundle without options for the exporter.");
		}
		try {
			X509TrustManager trustManager = Arrays.stream(bundle.getManagers().getTrustManagers())
				.filter(X509TrustManager.class::isInstance)
				.map(X509TrustManager.class::cast)
				.findFirst()
				.orElseThrow(() -> new IllegalStateException("it has no trust manager for X.509"));
			return new OtlpSsl(bundle.createSslContext(), trustManager);
		}
		catch (RuntimeException ex) {
			throw new InvalidConfigurationException(
					what + ", which cannot be used: " + ExportFailure.describe(ex, null),
					"Correct the certificates, keys and passwords.",
					"Remove what is under " + OtlpProperties.Ssl.PREFIX + " to check by what the JVM trusts.");
		}
	}

	private static SslBundle named(String name, @Nullable SslBundles bundles) {
		try {
			if (bundles != null) {
				return bundles.getBundle(name);
			}
		}
		catch (NoSuchSslBundleException ex) {
			// said below
		}
		throw new InvalidConfigurationException(
				PROPERTY + " is '" + name + "' but there is no such bundle; there are "
						+ ((bundles != null) ? bundles.getBundleNames() : "none"),
				"Correct the name.",
				"Define the bundle under spring.ssl.bundle.pem." + name + " or spring.ssl.bundle.jks." + name + ".");
	}

}
