package io.github.tracingboot.benchmarks.http;

import java.util.List;
import java.util.Locale;

import io.github.tracingboot.benchmarks.Tracing;

/** What a request is traced by. */
enum Variant {

	UNTRACED(Tracing.NONE, HttpApplications.Plain.class),

	STARTER(Tracing.STARTER, HttpApplications.Starter.class),

	BOOT(Tracing.MICROMETER, HttpApplications.Micrometer.class),

	OPENTELEMETRY_STARTER(Tracing.OPENTELEMETRY_STARTER, HttpApplications.Plain.class),

	AGENT(Tracing.NONE, HttpApplications.Plain.class) {
		@Override
		List<String> jvmOptions() {
			return List.of("-javaagent:benchmarks/target/opentelemetry-javaagent.jar",
					"-Dotel.javaagent.extensions=benchmarks/target/benchmarks-agent-extension.jar",
					"-Dotel.traces.exporter=none", "-Dotel.metrics.exporter=none", "-Dotel.logs.exporter=none",
					// Nobody else has a second span processor.
					"-Dotel.javaagent.add-thread-details=false");
		}
	};

	private final Tracing tracing;

	private final Class<?> application;

	Variant(Tracing tracing, Class<?> application) {
		this.tracing = tracing;
		this.application = application;
	}

	Tracing tracing() {
		return this.tracing;
	}

	Class<?> application() {
		return this.application;
	}

	List<String> jvmOptions() {
		return List.of();
	}

	String label() {
		return name().toLowerCase(Locale.ROOT).replace('_', ' ');
	}

}
