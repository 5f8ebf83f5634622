package io.github.tracingboot.annotation;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.tracingboot.testing.GuideCode;

/** What docs/annotation.md shows compiles. */
class AnnotationGuideTests {

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
		GuideCode.compile("annotation.md", 7, IMPORTS, (block) -> block, classes);
	}

}
