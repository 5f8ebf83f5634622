package io.github.tracingboot.testing;

import java.security.GeneralSecurityException;

import org.jspecify.annotations.Nullable;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The certificates of an encrypted receiver.
 *
 * @param keyManagerFactory with its own
 * @param trustManagerFactory with those of who issues its clients' certificates; without
 * it clients need none
 */
public record ServerCertificates(KeyManagerFactory keyManagerFactory,
		@Nullable TrustManagerFactory trustManagerFactory) {

	SSLContext sslContext() {
		try {
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(this.keyManagerFactory.getKeyManagers(),
					(this.trustManagerFactory != null) ? this.trustManagerFactory.getTrustManagers() : null, null);
			return context;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
