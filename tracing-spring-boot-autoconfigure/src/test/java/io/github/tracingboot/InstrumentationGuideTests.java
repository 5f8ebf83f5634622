package io.github.tracingboot;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.tracingboot.testing.GuideCode;

/** What docs/instrumentation.md shows compiles. */
class InstrumentationGuideTests {

	private static final String IMPORTS = """
			import com.influxdb.client.*;
			import io.github.tracingboot.rpc.*;
			import io.grpc.*;
			import java.net.http.*;
			import org.springframework.beans.factory.annotation.*;
			import org.springframework.context.annotation.*;
			import org.springframework.web.client.*;
			""";

	@Test
	void itsCodeCompiles(@TempDir Path classes) throws IOException {
		GuideCode.compile("instrumentation.md", 3, IMPORTS, (block) -> "class Guide {\n" + block + "}\n", classes);
	}

}
