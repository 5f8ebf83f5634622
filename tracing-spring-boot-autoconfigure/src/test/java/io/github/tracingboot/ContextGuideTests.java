package io.github.tracingboot;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.tracingboot.testing.GuideCode;

/** What docs/context.md and docs/long-running-work.md show compiles. */
class ContextGuideTests {

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
		GuideCode.compile(guide, expected, IMPORTS, (block) -> block, classes);
	}

}
