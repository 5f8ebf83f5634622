package io.github.tracingboot.redaction;

/**
 * Numbers of payment cards: ISO/IEC 7812, with the check digit of Luhn.
 */
final class CardNumber {

	private static final int SHORTEST = 13;

	private static final int LONGEST = 19;

	private CardNumber() {
	}

	/**
	 * Looks at a text of digits, blanks and dashes.
	 * @param text the text
	 * @param start where it begins
	 * @param end where it ends
	 * @return whether it is the number of a card
	 */
	static boolean isValid(CharSequence text, int start, int end) {
		int digits = 0;
		int sum = 0;
		char separator = 0;
		for (int i = end - 1; i >= start; i--) {
			char c = text.charAt(i);
			if (c < '0' || c > '9') {
				if (separator != 0 && separator != c) {
					return false;
				}
				separator = c;
				continue;
			}
			int value = c - '0';
			if (digits % 2 == 1) {
				value = (value > 4) ? value * 2 - 9 : value * 2;
			}
			sum += value;
			digits++;
		}
		return digits >= SHORTEST && digits <= LONGEST && sum % 10 == 0;
	}

	static boolean isValid(long number) {
		if (number < 1_000_000_000_000L) {
			return false;
		}
		String digits = Long.toString(number);
		return digits.charAt(0) >= '2' && digits.charAt(0) <= '6' && isValid(digits, 0, digits.length());
	}

}
