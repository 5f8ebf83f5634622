package io.github.tracingboot.sdk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/** Random ids, and their texts as W3C Trace Context wants them. */
final class SpanIds {

	private static final VarHandle EIGHT_BYTES = MethodHandles.byteArrayViewVarHandle(long[].class,
			ByteOrder.BIG_ENDIAN);

	/** A text takes a copy: what it is made from need not be made each time. */
	private static final ThreadLocal<byte[]> DIGITS = ThreadLocal.withInitial(() -> new byte[32]);

	private SpanIds() {
	}

	/** A number that is not zero, which no id may be. */
	static long random() {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		long value;
		do {
			value = random.nextLong();
		}
		while (value == 0);
		return value;
	}

	/** The 32 digits of a trace's id. */
	static String text(long high, long low) {
		byte[] digits = DIGITS.get();
		write(high, digits, 0);
		write(low, digits, 16);
		return new String(digits, 0, 32, StandardCharsets.ISO_8859_1);
	}

	/** The 16 digits of a span's id. */
	static String text(long id) {
		byte[] digits = DIGITS.get();
		write(id, digits, 0);
		return new String(digits, 0, 16, StandardCharsets.ISO_8859_1);
	}

	/** Writes 16 hexadecimal digits in lower case. */
	private static void write(long value, byte[] digits, int offset) {
		EIGHT_BYTES.set(digits, offset, eightDigits(value >>> 32));
		EIGHT_BYTES.set(digits, offset + 8, eightDigits(value & 0xffffffffL));
	}

	/**
	 * All eight at once: each half byte gets a byte of its own, which becomes a digit.
	 */
	private static long eightDigits(long value) {
		long spread = (value | value << 16) & 0x0000ffff0000ffffL;
		spread = (spread | spread << 8) & 0x00ff00ff00ff00ffL;
		spread = (spread | spread << 4) & 0x0f0f0f0f0f0f0f0fL;
		// One for those past 9, which are letters.
		long letters = (spread + 0x0606060606060606L) >>> 4 & 0x0101010101010101L;
		return spread + 0x3030303030303030L + letters * ('a' - '9' - 1);
	}

}
