package io.github.tracingboot.sdk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

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
		return Stream.of(names).map(this.variables).filter(StringUtils::hasText).findFirst().orElse(null);
	}

	@Nullable String firstLine(String file) {
		return lines(file).map(String::trim).filter(StringUtils::hasText).findFirst().orElse(null);
	}

	Stream<String> lines(String file) {
		Path path = this.root.resolve(file);
		try {
			return Files.isReadable(path) ? Files.readAllLines(path).stream() : Stream.empty();
		}
		catch (IOException ex) {
			return Stream.empty();
		}
	}

	@Nullable String first(@Nullable String first, @Nullable String second) {
		return (first != null) ? first : second;
	}

}
