package io.github.tracingboot.exporter;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * Keeps the SDK's client, which follows redirects and cannot be told not to, from taking
 * spans and credentials anywhere else than to their target: to an unencrypted address for
 * example. It asks here for the way to each host, and there is none to another.
 */
final class NoRedirects extends ProxySelector {

	// Port 0, because the client then fails before it looks up anything.
	private static final List<Proxy> NO_WAY = List.of(new Proxy(Proxy.Type.HTTP,
			InetSocketAddress.createUnresolved("where the backend redirects to: redirects are not followed", 0)));

	private final AtomicReference<@Nullable String> target = new AtomicReference<>();

	private final @Nullable ProxySelector proxies = ProxySelector.getDefault();

	@Override
	public List<Proxy> select(URI uri) {
		// The first that is asked for is the target, in the client's own spelling.
		String origin = uri.getScheme() + "://" + uri.getRawAuthority();
		if (!this.target.compareAndSet(null, origin) && !origin.equals(this.target.get())) {
			return NO_WAY;
		}
		return (this.proxies != null) ? this.proxies.select(uri) : List.of(Proxy.NO_PROXY);
	}

	@Override
	public void connectFailed(URI uri, SocketAddress address, IOException failure) {
		if (this.proxies != null) {
			this.proxies.connectFailed(uri, address, failure);
		}
	}

}
