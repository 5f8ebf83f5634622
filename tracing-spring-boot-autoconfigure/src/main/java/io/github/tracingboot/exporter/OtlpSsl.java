package io.github.tracingboot.exporter;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Objects;

import io.github.tracingboot.core.InvalidConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509TrustManager;

/**
 * How an encrypted target is spoken to.
 *
 * @param context the certificates in use
 * @param trustManager the context's own
 * @param clientCertificate the context's own
 */
record OtlpSsl(SSLContext context, X509TrustManager trustManager, ClientCertificate clientCertificate) {

	private static final String PROPERTY = OtlpProperties.Ssl.PREFIX + ".bundle";

	static OtlpSsl of(OtlpProperties.Ssl ssl, @Nullable SslBundles bundles) {
		if (ssl.bundle() != null) {
			return of(PROPERTY + " is '" + ssl.bundle() + "'", named(ssl.bundle(), bundles));
		}
		return of("What is under " + OtlpProperties.Ssl.PREFIX, PemFiles.bundle(ssl));
	}

	static OtlpSsl of(String what, SslBundle bundle) {
		if (bundle.getOptions().isSpecified()) {
			throw new InvalidConfigurationException(
					what + ", which has options (ciphers or enabled-protocols) that the exporter cannot keep to",
					"Remove the bundle's options.", "Define a bundle without options for the exporter.");
		}
		try {
			TrustManager[] trustManagers = bundle.getManagers().getTrustManagers();
			ClientCertificate certificate = new ClientCertificate(
					first(bundle.getManagers().getKeyManagers(), X509ExtendedKeyManager.class));
			SSLContext context = SSLContext.getInstance(bundle.getProtocol());
			context.init(new KeyManager[] { certificate }, trustManagers, null);
			X509TrustManager trustManager = first(trustManagers, X509TrustManager.class);
			return new OtlpSsl(context, Objects.requireNonNull(trustManager), certificate);
		}
		catch (GeneralSecurityException | RuntimeException ex) {
			throw new InvalidConfigurationException(
					what + ", which cannot be used: " + ExportFailure.describe(ex, null),
					"Correct the certificates, keys and passwords.",
					"Remove what is under " + OtlpProperties.Ssl.PREFIX + " to check by what the JVM trusts.");
		}
	}

	private static <T> @Nullable T first(Object[] managers, Class<T> type) {
		return Arrays.stream(managers).filter(type::isInstance).map(type::cast).findFirst().orElse(null);
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
