package io.github.tracingboot.core;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * IP addresses with a common prefix, read from literals only: no name is ever looked up.
 *
 * @param first any of the addresses
 * @param bits how many bits all of them share
 */
record AddressRange(InetAddress first, int bits) {

	// Without leading zeros, which some systems read as octal.
	private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");

	private static final Pattern IPV6 = Pattern.compile("[0-9a-f]*:[0-9a-f:]*:[0-9a-f:.]*");

	/**
	 * Reads an address or {@code address/bits}.
	 * @param text lower case
	 * @return {@code null} if it is neither
	 */
	static @Nullable AddressRange parse(String text) {
		int slash = text.indexOf('/');
		InetAddress address = address((slash < 0) ? text : text.substring(0, slash));
		if (address == null) {
			return null;
		}
		int all = address.getAddress().length * 8;
		if (slash < 0) {
			return new AddressRange(address, all);
		}
		String bits = text.substring(slash + 1);
		// A range of everything would be no rule.
		boolean valid = bits.matches("[1-9]\\d{0,2}") && Integer.parseInt(bits) <= all;
		return valid ? new AddressRange(address, Integer.parseInt(bits)) : null;
	}

	/**
	 * Reads an address in the form that every system reads alike; an IPv4-mapped one is
	 * an IPv4 address.
	 * @param text in any case, an IPv6 address with or without brackets
	 * @return {@code null} if it is none
	 */
	static @Nullable InetAddress address(String text) {
		String lower = text.toLowerCase(Locale.ROOT);
		boolean brackets = lower.startsWith("[") && lower.endsWith("]");
		String literal = brackets ? lower.substring(1, lower.length() - 1) : lower;
		boolean six = IPV6.matcher(literal).matches();
		if (!six && (brackets || !IPV4.matcher(literal).matches())) {
			return null;
		}
		try {
			// In brackets only a literal is taken.
			return InetAddress.getByName(six ? "[" + literal + "]" : literal);
		}
		catch (UnknownHostException ex) {
			return null;
		}
	}

	boolean contains(InetAddress address) {
		byte[] one = this.first.getAddress();
		byte[] other = address.getAddress();
		if (one.length != other.length) {
			return false;
		}
		for (int bit = 0; bit < this.bits; bit++) {
			int mask = 0x80 >> (bit % 8);
			if ((one[bit / 8] & mask) != (other[bit / 8] & mask)) {
				return false;
			}
		}
		return true;
	}

}
