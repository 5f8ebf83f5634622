package io.github.tracingboot.redaction;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.util.PatternMatchUtils;

/**
 * Names that tell that their value is secret. A name is a row of words, whatever divides
 * them: {@code db.userPassword}, {@code user_password} and {@code User-Password} end in
 * the same two. What follows the words makes it another thing: {@code token.count} is no
 * token.
 */
final class DeniedNames {

	private static final int MOST_REMEMBERED = 4096;

	private static final int LONGEST_NAME = 128;

	private static final Pattern BETWEEN_WORDS = Pattern
		.compile("[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");

	private static final Pattern INDEX = Pattern.compile("[0-9]+");

	private final Collection<String> listed;

	private final String[] allowed;

	private volatile @Nullable Words denied;

	private final ConcurrentMap<String, Boolean> remembered = new ConcurrentHashMap<>();

	private final RecentTexts harmless = new RecentTexts();

	DeniedNames(Collection<String> denied, Collection<String> allowed) {
		this.listed = denied;
		this.allowed = allowed.toArray(new String[0]);
	}

	boolean contains(String name) {
		int place = name.hashCode();
		if (name.length() > LONGEST_NAME || this.harmless.contains(name, place)) {
			return false;
		}
		Boolean known = this.remembered.get(name);
		boolean denied = (known != null) ? known : find(name);
		if (known == null && this.remembered.size() < MOST_REMEMBERED) {
			this.remembered.put(name, denied);
		}
		if (!denied) {
			this.harmless.add(name, place);
		}
		return denied;
	}

	private boolean find(String name) {
		Words denied = denied();
		List<String> words = words(name);
		for (int i = Math.max(0, words.size() - denied.most()); i < words.size(); i++) {
			if (denied.joined().contains(String.join("-", words.subList(i, words.size())))) {
				return !PatternMatchUtils.simpleMatch(this.allowed, name);
			}
		}
		return false;
	}

	/** For the first span that is looked at, not while the application starts. */
	private Words denied() {
		Words denied = this.denied;
		if (denied == null) {
			denied = Words.of(this.listed);
			this.denied = denied;
		}
		return denied;
	}

	private static List<String> words(String name) {
		List<String> words = new ArrayList<>();
		BETWEEN_WORDS.splitAsStream(name)
			.filter((word) -> !word.isEmpty())
			.forEach((word) -> words.add(word.toLowerCase(Locale.ROOT)));
		// password.0 is one of several.
		while (words.size() > 1 && INDEX.matcher(words.get(words.size() - 1)).matches()) {
			words.remove(words.size() - 1);
		}
		return words;
	}

	/**
	 * What is denied.
	 *
	 * @param joined the words of each name, joined by -
	 * @param most words that one of them has
	 */
	private record Words(Set<String> joined, int most) {

		static Words of(Collection<String> names) {
			Set<String> joined = new HashSet<>();
			int most = 0;
			for (String name : names) {
				List<String> words = words(name);
				joined.add(String.join("-", words));
				most = Math.max(most, words.size());
			}
			joined.remove("");
			return new Words(joined, most);
		}

	}

}
