package io.github.tracingboot.benchmarks.http;

import java.io.IOException;

import io.github.tracingboot.benchmarks.OtherJvm;
import io.github.tracingboot.benchmarks.Usage;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * The server of one turn, in a JVM of its own. Answers with its port, or with the CPU
 * time that its threads have used in nanoseconds and the bytes that they have allocated.
 */
final class HttpServerRun {

	static final String PORT = "port";

	static final String USED = "used";

	private HttpServerRun() {
	}

	public static void main(String[] args) throws IOException, InterruptedException {
		Variant variant = Variant.valueOf(args[0]);
		try (ConfigurableApplicationContext context = variant.tracing()
			.startServer(variant.application(), "server.port=0", "server.tomcat.threads.max=8",
					"server.tomcat.threads.min-spare=8", "server.tomcat.max-keep-alive-requests=-1",
					"management.tracing.sampling.probability=1.0")) {
			OtherJvm.answer((question) -> {
				if (question.equals(PORT)) {
					return new double[] {
							context.getEnvironment().getRequiredProperty("local.server.port", Integer.class) };
				}
				Usage usage = Usage.now();
				return new double[] { usage.cpuNanos(), usage.bytes() };
			});
		}
	}

}
