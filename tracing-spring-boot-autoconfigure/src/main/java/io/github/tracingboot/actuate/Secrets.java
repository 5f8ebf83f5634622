package io.github.tracingboot.actuate;

import java.util.regex.Pattern;

/** What may be shown of a property that could hold a secret. */
final class Secrets {

	private static final String MASK = "******";

	private static final Pattern NAME = Pattern.compile(
			"\\.headers[.\\[]|password|passwd|passphrase|secret|token|credential|authorization|(^|[.\\-_\\[])(api-?)?keys?($|]|\\.)|private-?key|apikey",
			Pattern.CASE_INSENSITIVE);

	private static final Pattern PEM = Pattern.compile("-----BEGIN ");

	private static final Pattern USER_INFO = Pattern.compile("//[^/?#\\s]*@");

	private static final Pattern QUERY = Pattern.compile("(://[^?\\s]*\\?).*");

	private Secrets() {
	}

	static String mask(String property, String value) {
		if (NAME.matcher(property).find() || PEM.matcher(value).find()) {
			return MASK;
		}
		String withoutUser = USER_INFO.matcher(value).replaceAll("//" + MASK + "@");
		return QUERY.matcher(withoutUser).replaceAll("$1" + MASK);
	}

}
