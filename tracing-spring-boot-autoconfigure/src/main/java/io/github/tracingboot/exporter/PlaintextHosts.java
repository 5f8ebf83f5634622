package io.github.tracingboot.exporter;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import io.github.tracingboot.core.InvalidConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * To whom spans may go unencrypted: hosts that are local by what they are called or by
 * their address, and those that the user lists. Nothing is looked up, because an answer
 * of the DNS would be another one tomorrow, or an attacker's.
 */
final class PlaintextHosts {

	static final String PROPERTY = OtlpProperties.PREFIX + ".plaintext-hosts";

	private static final List<String> LOCAL_SUFFIXES = List.of(".local", ".localhost", ".internal", ".svc");

	// What some system reads as an IPv4 address: by the rule of browsers, and wider than
	// that of any resolver.
	private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(.*\\.)?([0-9]+|0x[0-9a-f]*)\\.?");

	private static final Pattern NAME = Pattern.compile("\\w[\\w-]*(\\.\\w[\\w-]*)*");

	private final List<String> names;

	private final List<AddressRange> ranges;

	private PlaintextHosts(List<String> names, List<AddressRange> ranges) {
		this.names = names;
		this.ranges = ranges;
	}

	/**
	 * Adds the user's to the local ones.
	 * @param listed names, {@code *.} and a name, addresses, or address ranges
	 * @return those and the local ones
	 */
	static PlaintextHosts of(List<String> listed) {
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
						PROPERTY + " has the entry '" + entry + "', which is neither a host name nor an address",
						"Write a name such as otel.example.com, without scheme and port.",
						"Write *.example.com for all names below example.com.",
						"Write an address such as 203.0.113.7, or a range such as 100.64.0.0/10 or 2001:db8::/32.");
			}
		}
		return new PlaintextHosts(List.copyOf(names), List.copyOf(ranges));
	}

	private static boolean isName(String text) {
		return NAME.matcher(text).matches() && !ENDS_IN_NUMBER.matcher(text).matches();
	}

	/**
	 * Refuses an unencrypted target that is neither local nor listed.
	 * @param target where spans are to go
	 */
	void require(OtlpTarget target) {
		String reason = target.isEncrypted() ? null : reasonAgainst(target.host().toLowerCase(Locale.ROOT));
		if (reason != null) {
			String shown = target.uri().getScheme() + "://" + target.uri().getRawAuthority();
			throw new InvalidConfigurationException(
					OtlpTarget.PROPERTY + " is '" + shown
							+ "', so spans would leave this machine or its private network " + "unencrypted: "
							+ target.host() + " is " + reason,
					"Encrypt: set " + OtlpTarget.PROPERTY + " to https" + shown.substring("http".length())
							+ " (for certificates of your own: " + OtlpProperties.PREFIX + ".ssl.*).",
					"Send to a collector beside the application, for example http://localhost:4317, "
							+ "and let that one encrypt.",
					"If the way there is private all the same, list the host: " + PROPERTY + "=" + target.host());
		}
	}

	private @Nullable String reasonAgainst(String host) {
		boolean absolute = host.endsWith(".");
		String name = withoutDot(host);
		InetAddress address = absolute ? null : AddressRange.address(host);
		if (address != null) {
			boolean listed = this.ranges.stream().anyMatch((range) -> range.contains(address));
			return listed ? null : reasonAgainst(address);
		}
		if (ENDS_IN_NUMBER.matcher(host).matches()) {
			return "an address in a form that not every system reads as the same one";
		}
		if (this.names.stream().anyMatch((listed) -> matches(name, listed)) || name.equals("localhost")
				|| LOCAL_SUFFIXES.stream().anyMatch(name::endsWith)) {
			return null;
		}
		if (!name.contains(".")) {
			return absolute ? "a top-level domain, because of the dot at its end" : null;
		}
		return "a name that does not say that it is local";
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
