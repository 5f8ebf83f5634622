package io.github.tracingboot.core;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import org.jspecify.annotations.Nullable;

/**
 * Hosts that are internal by what they are called or by their address, and those that the
 * user lists. Nothing is looked up, because an answer of the DNS would be another one
 * tomorrow, or an attacker's.
 *
 * <p>
 * Whoever sends something also says to which host, in the context that the propagator is
 * given.
 */
public final class InternalHosts {

	private static final ContextKey<String> DESTINATION = ContextKey.named("tracing-destination");

	private static final List<String> LOCAL_SUFFIXES = List.of(".local", ".localhost", ".internal", ".svc");

	// What some system reads as an IPv4 address: by the rule of browsers, and wider than
	// that of any resolver.
	private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(.*\\.)?([0-9]+|0x[0-9a-f]*)\\.?");

	private static final String NAME = "\\w[\\w-]*(\\.\\w[\\w-]*)*";

	private final List<String> names;

	private final List<AddressRange> ranges;

	private InternalHosts(List<String> names, List<AddressRange> ranges) {
		this.names = names;
		this.ranges = ranges;
	}

	/**
	 * Adds the user's to the internal ones.
	 * @param property where the user lists them
	 * @param listed names, {@code *.} and a name, addresses, or address ranges
	 * @return those and the internal ones
	 */
	public static InternalHosts of(String property, List<String> listed) {
		List<String> names = new ArrayList<>();
		List<AddressRange> ranges = new ArrayList<>();
		for (String entry : listed) {
			String normal = withoutDot(entry.strip().toLowerCase(Locale.ROOT));
			AddressRange range = AddressRange.parse(normal);
			if (range != null) {
				ranges.add(range);
			}
			else if (isName(normal.startsWith("*.") ? normal.substring(2) : normal)) {
				names.add(normal);
			}
			else {
				throw new InvalidConfigurationException(
						property + " has the entry '" + entry + "', which is neither a host name nor an address",
						"Write a name such as otel.example.com, without scheme and port.",
						"Write *.example.com for all names below example.com.",
						"Write an address such as 203.0.113.7, or a range such as 100.64.0.0/10 or 2001:db8::/32.");
			}
		}
		return new InternalHosts(List.copyOf(names), List.copyOf(ranges));
	}

	private static boolean isName(String text) {
		return text.matches(NAME) && !ENDS_IN_NUMBER.matcher(text).matches();
	}

	/**
	 * Adds where something is sent to.
	 * @param context what is sent
	 * @param destination the host, or {@code exchange:} and the name of an exchange
	 * @return a context for the propagator
	 */
	public static Context sentTo(Context context, String destination) {
		return context.with(DESTINATION, destination);
	}

	/**
	 * Finds where something is sent to.
	 * @param context what is sent
	 * @return the destination, {@code null} if nobody has said
	 */
	public static @Nullable String destinationOf(Context context) {
		return context.get(DESTINATION);
	}

	/**
	 * Finds out what is against a host.
	 * @param given the host, in any case
	 * @return why it is not internal, {@code null} if it is or is listed
	 */
	public @Nullable String reasonAgainst(String given) {
		String host = given.toLowerCase(Locale.ROOT);
		boolean absolute = host.endsWith(".");
		String name = withoutDot(host);
		InetAddress address = absolute ? null : AddressRange.address(host);
		if (address != null) {
			return isListed(address) ? null : reasonAgainst(address);
		}
		if (ENDS_IN_NUMBER.matcher(host).matches()) {
			return "an address in a form that not every system reads as the same one";
		}
		if (name.equals("localhost") || isListed(name) || isLocal(name)) {
			return null;
		}
		if (!name.contains(".")) {
			return absolute ? "a top-level domain, because of the dot at its end" : null;
		}
		return "a name that does not say that it is local";
	}

	private boolean isListed(InetAddress address) {
		for (AddressRange range : this.ranges) {
			if (range.contains(address)) {
				return true;
			}
		}
		return false;
	}

	private boolean isListed(String name) {
		for (String listed : this.names) {
			if (matches(name, listed)) {
				return true;
			}
		}
		return false;
	}

	private static boolean isLocal(String name) {
		for (String suffix : LOCAL_SUFFIXES) {
			if (name.endsWith(suffix)) {
				return true;
			}
		}
		return false;
	}

	private static @Nullable String reasonAgainst(InetAddress address) {
		if (address.isAnyLocalAddress()) {
			return "an address to listen on, not to send to";
		}
		boolean six = address instanceof Inet6Address;
		boolean isPrivate = six ? (address.getAddress()[0] & 0xfe) == 0xfc : address.isSiteLocalAddress();
		boolean local = address.isLoopbackAddress() || address.isLinkLocalAddress() || isPrivate;
		return local ? null : "not a loopback, link-local or private address";
	}

	private static boolean matches(String name, String listed) {
		return listed.startsWith("*.") ? name.endsWith(listed.substring(1)) : name.equals(listed);
	}

	private static String withoutDot(String name) {
		return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
	}

}
