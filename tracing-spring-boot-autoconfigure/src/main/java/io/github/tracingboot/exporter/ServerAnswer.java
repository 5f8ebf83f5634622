package io.github.tracingboot.exporter;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;
import org.springframework.util.StringUtils;

/**
 * What a server answered, from the SDK's exception about it. By reflection: the exception
 * is internal to the SDK, has no message, and the type of the answer is another in each
 * line of versions. The same is in the SDK's log, but not always: that is throttled, and
 * written by a thread of its own.
 *
 * @param code the status code
 * @param message what the server said about it
 */
record ServerAnswer(String code, String message) {

	static @Nullable ServerAnswer of(Throwable failure) {
		Object response = read(failure, "getResponse");
		if (response == null) {
			return null;
		}
		Object code = read(response, "statusCode", "getStatusCode", "grpcStatusValue");
		if (code == null) {
			return null;
		}
		Object message = read(response, "statusMessage", "getStatusMessage", "grpcStatusDescription",
				"getStatusDescription");
		return new ServerAnswer(code.toString(), (message != null) ? message.toString() : "");
	}

	private static @Nullable Object read(Object target, String... names) {
		for (String name : names) {
			Method method = ReflectionUtils.findMethod(target.getClass(), name);
			if (method != null) {
				try {
					ReflectionUtils.makeAccessible(method);
					return method.invoke(target);
				}
				catch (Exception ex) {
					return null;
				}
			}
		}
		return null;
	}

	@Override
	public String toString() {
		return "Server responded with status code " + this.code
				+ (StringUtils.hasText(this.message) ? ". Error message: " + this.message : "");
	}

}
