package io.github.tracingboot.sdk;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Where detectors look: environment variables, and files below a root.
 */
record Machine(UnaryOperator<@Nullable String> variables, Path root) {

	static Machine local() {
		return new Machine(System::getenv, Path.of("/"));
	}

	@Nullable String variable(String... names) {
		for (String name : names) {
			String value = this.variables.apply(name);
			if (StringUtils.hasText(value)) {
				return value;
			}
		}
		return null;
	}

	@Nullable String firstLine(String file) {
		for (String line : lines(file)) {
			if (StringUtils.hasText(line)) {
				return line.trim();
			}
		}
		return null;
	}

	List<String> lines(String file) {
		File path = this.root.resolve(file).toFile();
		if (!path.canRead()) {
			return List.of();
		}
		// Not the channels of Files: the JVM has not loaded them yet when this is read.
		try (InputStream in = new FileInputStream(path)) {
			return List.of(new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n"));
		}
		catch (IOException ex) {
			return List.of();
		}
	}

	@Nullable String first(@Nullable String first, @Nullable String second) {
		return (first != null) ? first : second;
	}

}
