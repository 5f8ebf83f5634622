package io.github.tracingboot.exporter;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.tracingboot.testing.GuideCode;

/** What docs/exporters.md shows compiles. */
class ExportersGuideCodeTests {

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
		GuideCode.compile("exporters.md", 2, IMPORTS, FRAME::formatted, classes);
	}

}
