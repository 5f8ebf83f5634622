package io.github.tracingboot.exporter;

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

/** What docs/exporters.md shows compiles. */
class ExportersGuideCodeTests {

	private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

	private static final String IMPORTS = """
			import java.util.*;
			import io.github.tracingboot.exporter.*;
			import io.opentelemetry.sdk.common.*;
			import io.opentelemetry.sdk.trace.data.*;
			import io.opentelemetry.sdk.trace.export.*;
			import org.springframework.context.annotation.*;
			import org.springframework.stereotype.*;
			""";

	/** What the guide leaves to the reader. */
	private static final String FRAME = """
			class Frame {
				%s
				static class WithoutHealthChecks implements SpanExporter {
					WithoutHealthChecks(SpanExporter delegate) {
					}
					public CompletableResultCode export(Collection<SpanData> spans) {
						return CompletableResultCode.ofSuccess();
					}
					public CompletableResultCode flush() {
						return CompletableResultCode.ofSuccess();
					}
					public CompletableResultCode shutdown() {
						return CompletableResultCode.ofSuccess();
					}
				}
			}
			""";

	@Test
	void itsCodeCompiles(@TempDir Path classes) throws IOException {
		List<JavaFileObject> blocks = JAVA.matcher(Files.readString(Path.of("..", "docs", "exporters.md")))
			.results()
			.map(ExportersGuideCodeTests::source)
			.toList();
		assertThat(blocks).hasSize(2);
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
				return "package block" + block.start() + ";\n" + IMPORTS + FRAME.formatted(block.group(1));
			}
		};
	}

}
