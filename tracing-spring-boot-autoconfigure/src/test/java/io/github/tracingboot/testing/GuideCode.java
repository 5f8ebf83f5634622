package io.github.tracingboot.testing;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import static org.assertj.core.api.Assertions.assertThat;

/** The Java that a guide shows. */
public final class GuideCode {

	private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

	private GuideCode() {
	}

	/**
	 * Compiles every block of a guide, each in a package of its own.
	 * @param guide the guide's file name
	 * @param blocks how many blocks it has
	 * @param imports what every block imports
	 * @param frame puts around a block what the guide leaves to the reader
	 * @param classes where the classes go
	 */
	public static void compile(String guide, int blocks, String imports, UnaryOperator<String> frame, Path classes)
			throws IOException {
		List<JavaFileObject> sources = JAVA.matcher(Files.readString(Path.of("..", "docs", guide)))
			.results()
			.map((block) -> source(block, imports, frame))
			.toList();
		assertThat(sources).hasSize(blocks);
		StringWriter messages = new StringWriter();
		List<String> options = List.of("-proc:none", "-d", classes.toString(), "-classpath",
				System.getProperty("java.class.path"));
		assertThat(ToolProvider.getSystemJavaCompiler().getTask(messages, null, null, options, null, sources).call())
			.as(messages::toString)
			.isTrue();
	}

	private static JavaFileObject source(MatchResult block, String imports, UnaryOperator<String> frame) {
		return new SimpleJavaFileObject(URI.create("string:///Block" + block.start() + ".java"),
				JavaFileObject.Kind.SOURCE) {
			@Override
			public CharSequence getCharContent(boolean ignoreEncodingErrors) {
				return "package block" + block.start() + ";\n" + imports + frame.apply(block.group(1));
			}
		};
	}

}
