package io.github.tracingboot.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

/** A certificate authority that exists as long as the test. */
public final class TestAuthority {

	private static final char[] PASSWORD = "changeit".toCharArray();

	private static final Duration YEAR = Duration.ofDays(365);

	private static final AtomicLong SERIAL = new AtomicLong(1);

	private final X500Name name;

	private final KeyPair keys = keys();

	private final X509Certificate certificate;

	public TestAuthority(String name) {
		this.name = new X500Name("CN=" + name);
		this.certificate = sign(this.name, this.keys, Instant.now().plus(YEAR), null);
	}

	/** The authority's own certificate. */
	public String pem() {
		return pem("CERTIFICATE", encoded(this.certificate));
	}

	/** The authority as what a JVM may trust. */
	public KeyStore trustStore() {
		try {
			KeyStore store = emptyStore();
			store.setCertificateEntry("authority", this.certificate);
			return store;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public TrustManagerFactory trustManagerFactory() {
		try {
			TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			factory.init(trustStore());
			return factory;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Issues a certificate.
	 * @param host the host that it is for
	 * @return the certificate with its key
	 */
	public Issued issue(String host) {
		return issue(host, Instant.now().plus(YEAR));
	}

	public Issued issueExpired(String host) {
		return issue(host, Instant.now().minus(Duration.ofDays(1)));
	}

	private Issued issue(String host, Instant end) {
		KeyPair pair = keys();
		return new Issued(pair, sign(new X500Name("CN=" + host), pair, end, host));
	}

	private X509Certificate sign(X500Name subject, KeyPair pair, Instant end, @Nullable String host) {
		X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(this.name,
				BigInteger.valueOf(SERIAL.getAndIncrement()), Date.from(end.minus(YEAR).minus(YEAR)), Date.from(end),
				subject, pair.getPublic());
		try {
			builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(host == null));
			if (host != null) {
				builder.addExtension(Extension.subjectAlternativeName, false,
						new GeneralNames(new GeneralName(GeneralName.dNSName, host)));
			}
			return new JcaX509CertificateConverter().getCertificate(
					builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(this.keys.getPrivate())));
		}
		catch (CertIOException | OperatorCreationException | GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static KeyPair keys() {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
			generator.initialize(256);
			return generator.generateKeyPair();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static KeyStore emptyStore() {
		try {
			KeyStore store = KeyStore.getInstance("PKCS12");
			store.load(null, null);
			return store;
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static byte[] encoded(X509Certificate certificate) {
		try {
			return certificate.getEncoded();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String pem(String type, byte[] content) {
		String base64 = Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(content);
		return "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n";
	}

	/** Writes a file of the test. */
	public static Path write(Path file, String content) {
		try {
			return Files.write(file, content.getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A certificate with its key.
	 *
	 * @param keys the keys
	 * @param certificate the certificate
	 */
	public record Issued(KeyPair keys, X509Certificate certificate) {

		public String pem() {
			return TestAuthority.pem("CERTIFICATE", encoded(this.certificate));
		}

		public String key() {
			return TestAuthority.pem("PRIVATE KEY", this.keys.getPrivate().getEncoded());
		}

		/**
		 * For a server that has this certificate.
		 * @param clients who issues its clients' certificates, if they need one
		 */
		public ServerCertificates forServer(@Nullable TestAuthority clients) {
			try {
				KeyStore store = emptyStore();
				store.setKeyEntry("server", this.keys.getPrivate(), PASSWORD, new Certificate[] { this.certificate });
				KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
				factory.init(store, PASSWORD);
				return new ServerCertificates(factory, (clients != null) ? clients.trustManagerFactory() : null);
			}
			catch (GeneralSecurityException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
