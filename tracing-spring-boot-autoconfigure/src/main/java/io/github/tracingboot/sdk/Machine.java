package io.github.tracingboot.sdk;

import java.io.IOException;
import java.nio.file.Files;
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
		Path path = this.root.resolve(file);
		try {
			return Files.isReadable(path) ? Files.readAllLines(path) : List.of();
		}
		catch (IOException ex) {
			return List.of();
		}
	}

	@Nullable String first(@Nullable String first, @Nullable String second) {
		return (first != null) ? first : second;
	}

}
