package io.github.tracingboot.exporter;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;

import org.jspecify.annotations.Nullable;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * The certificate that servers may ask for, with the memory of whether one has. A server
 * that refuses a client for its certificate just hangs up, since TLS 1.3 has the client
 * send first: nothing but this memory tells the reason.
 */
final class ClientCertificate extends X509ExtendedKeyManager {

	private final @Nullable X509ExtendedKeyManager delegate;

	private volatile @Nullable String asked;

	ClientCertificate(@Nullable X509ExtendedKeyManager delegate) {
		this.delegate = delegate;
	}

	/**
	 * What may explain a connection that ended too early.
	 * @return what has happened since it was last forgotten, if anything
	 */
	@Nullable String asked() {
		return this.asked;
	}

	void forget() {
		this.asked = null;
	}

	@Override
	public @Nullable String chooseClientAlias(String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
		return remembered((this.delegate != null) ? this.delegate.chooseClientAlias(types, issuers, socket) : null);
	}

	@Override
	public @Nullable String chooseEngineClientAlias(String[] types, Principal @Nullable [] issuers,
			@Nullable SSLEngine engine) {
		return remembered(
				(this.delegate != null) ? this.delegate.chooseEngineClientAlias(types, issuers, engine) : null);
	}

	private @Nullable String remembered(@Nullable String alias) {
		this.asked = (alias != null) ? "the server asked for a client certificate, and was given one"
				: "the server asked for a client certificate, and there is none of an issuer that it names under "
						+ OtlpProperties.Ssl.PREFIX;
		return alias;
	}

	@Override
	public X509Certificate @Nullable [] getCertificateChain(String alias) {
		return (this.delegate != null) ? this.delegate.getCertificateChain(alias) : null;
	}

	@Override
	public @Nullable PrivateKey getPrivateKey(String alias) {
		return (this.delegate != null) ? this.delegate.getPrivateKey(alias) : null;
	}

	@Override
	public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
		return (this.delegate != null) ? this.delegate.getClientAliases(type, issuers) : null;
	}

	@Override
	public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
		return null;
	}

	@Override
	public @Nullable String chooseServerAlias(String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
		return null;
	}

}
