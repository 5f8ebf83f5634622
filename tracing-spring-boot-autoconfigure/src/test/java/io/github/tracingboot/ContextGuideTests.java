package io.github.tracingboot;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What docs/context.md and docs/long-running-work.md show compiles. */
class ContextGuideTests {

	private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

	private static final String IMPORTS = """
			import java.util.*;
			import java.util.concurrent.*;
			import io.github.tracingboot.activity.*;
			import io.github.tracingboot.baggage.*;
			import io.opentelemetry.api.trace.*;
			import org.springframework.beans.factory.annotation.*;
			import org.springframework.core.task.*;
			import org.springframework.stereotype.*;
			""";

	@ParameterizedTest
	@CsvSource({ "context.md,2", "long-running-work.md,1" })
	void itsCodeCompiles(String guide, int expected, @TempDir Path classes) throws IOException {
		List<JavaFileObject> blocks = JAVA.matcher(Files.readString(Path.of("..", "docs", guide)))
			.results()
			.map(ContextGuideTests::source)
			.toList();
		assertThat(blocks).hasSize(expected);
		StringWriter messages = new StringWriter();
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		assertThat(compiler
			.getTask(messages, null, null,
					List.of("-proc:none", "-d", classes.toString(), "-classpath",
							System.getProperty("java.class.path")),
					null, blocks)
			.call()).as(messages::toString).isTrue();
	}

	private static JavaFileObject source(MatchResult block) {
		return new SimpleJavaFileObject(URI.create("string:///Block" + block.start() + ".java"),
				JavaFileObject.Kind.SOURCE) {
			@Override
			public CharSequence getCharContent(boolean ignoreEncodingErrors) {
				return IMPORTS + block.group(1);
			}
		};
	}

}
