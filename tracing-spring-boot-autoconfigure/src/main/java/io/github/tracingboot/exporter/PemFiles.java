package io.github.tracingboot.exporter;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.github.tracingboot.core.InvalidConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemContent;
import org.springframework.boot.ssl.pem.PemSslStore;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;

/** Certificates and a key in PEM files. What is in a file is never shown. */
final class PemFiles {

	private static final Map<String, String> SIGNATURES = Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA",
			"EdDSA", "EdDSA", "Ed25519", "EdDSA", "Ed448", "EdDSA");

	private PemFiles() {
	}

	/**
	 * Reads the files.
	 * @param ssl where they are
	 * @return what they hold; for those that are not given what the JVM trusts, and no
	 * client certificate
	 */
	static SslBundle bundle(OtlpProperties.Ssl ssl) {
		PemSslStore trusted = null;
		if (ssl.trustCertificate() != null) {
			trusted = PemSslStore.of(certificates("trust-certificate", ssl.trustCertificate()), null);
		}
		PemSslStore own = null;
		if (ssl.clientCertificate() != null && ssl.clientKey() != null) {
			List<X509Certificate> certificates = certificates("client-certificate", ssl.clientCertificate());
			PrivateKey key = read("client-key", ssl.clientKey(), "private key, which must not be encrypted",
					PemContent::getPrivateKey);
			requirePair(certificates.get(0).getPublicKey(), key);
			own = PemSslStore.of(certificates, key);
		}
		return SslBundle.of(new PemSslStoreBundle(own, trusted));
	}

	private static List<X509Certificate> certificates(String property, String location) {
		return read(property, location, "certificate", PemContent::getCertificates);
	}

	private static <T> T read(String property, String location, String content,
			Function<PemContent, @Nullable T> reader) {
		String name = OtlpProperties.Ssl.PREFIX + "." + property;
		if (location.contains("-----")) {
			throw new InvalidConfigurationException(name + " is the content of a file but must be its path",
					"Write the content into a file.",
					"Use a bundle, which may have its content in a property: spring.ssl.bundle.pem.*");
		}
		boolean prefixed = location.matches("[a-z]{2,}:.*");
		Resource resource = prefixed ? new DefaultResourceLoader().getResource(location)
				: new FileSystemResource(location);
		String problem = "has no PEM " + content;
		try (InputStream stream = resource.getInputStream()) {
			T value = reader.apply(PemContent.of(new String(stream.readAllBytes(), StandardCharsets.UTF_8)));
			if (value != null) {
				return value;
			}
		}
		catch (IOException ex) {
			problem = resource.exists() ? "cannot be read (" + ex.getClass().getSimpleName() + ")" : "does not exist";
		}
		catch (RuntimeException ex) {
			// The parsers' messages are of no help, and it is said already.
		}
		throw new InvalidConfigurationException(name + " is '" + location + "', a file that " + problem,
				"Correct the path. A relative one starts in " + Path.of("").toAbsolutePath() + ".", "Correct the file.",
				"Remove what is under " + OtlpProperties.Ssl.PREFIX + ".");
	}

	private static void requirePair(PublicKey certified, PrivateKey key) {
		String algorithm = SIGNATURES.get(key.getAlgorithm());
		if (algorithm == null) {
			return;
		}
		try {
			byte[] text = "pair".getBytes(StandardCharsets.UTF_8);
			Signature signature = Signature.getInstance(algorithm);
			signature.initSign(key);
			signature.update(text);
			byte[] signed = signature.sign();
			signature.initVerify(certified);
			signature.update(text);
			if (signature.verify(signed)) {
				return;
			}
		}
		catch (GeneralSecurityException ex) {
			// no pair either
		}
		throw new InvalidConfigurationException(
				OtlpProperties.Ssl.PREFIX + ".client-key is not the key of " + OtlpProperties.Ssl.PREFIX
						+ ".client-certificate",
				"Set both to files that belong together.",
				"If the certificate file holds a chain, put the client's own certificate first.");
	}

}
