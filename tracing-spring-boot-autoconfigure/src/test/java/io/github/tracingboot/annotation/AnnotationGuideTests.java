package io.github.tracingboot.annotation;

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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What docs/annotation.md shows compiles. */
class AnnotationGuideTests {

	private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

	private static final String IMPORTS = """
			import java.io.*;
			import java.lang.annotation.*;
			import java.nio.file.*;
			import java.time.*;
			import java.util.*;
			import java.util.concurrent.*;
			import io.github.tracingboot.annotation.*;
			import io.opentelemetry.api.trace.*;
			import org.springframework.amqp.rabbit.annotation.*;
			import org.springframework.core.annotation.*;
			import org.springframework.stereotype.*;
			""";

	@Test
	void itsCodeCompiles(@TempDir Path classes) throws IOException {
		List<JavaFileObject> blocks = JAVA.matcher(Files.readString(Path.of("..", "docs", "annotation.md")))
			.results()
			.map(AnnotationGuideTests::source)
			.toList();
		assertThat(blocks).hasSize(7);
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
