package io.github.tracingboot.web;

import java.net.http.HttpClient;

/**
 * Wraps the JDK's own clients: they have nothing to set. A class of the application's may
 * be what it is injected as, so that is left alone.
 */
final class JdkClients implements ClientCustomizer {

	private final ClientTracing tracing;

	JdkClients(ClientTracing tracing) {
		this.tracing = tracing;
	}

	@Override
	public Object customize(Object client) {
		boolean jdks = client instanceof HttpClient && client.getClass().getModule() == HttpClient.class.getModule();
		return jdks ? new TracedHttpClient((HttpClient) client, this.tracing) : client;
	}

}
