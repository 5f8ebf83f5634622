package io.github.tracingboot.benchmarks.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * The server of one turn, in a JVM of its own. Says its port, and for each line that it
 * is sent the CPU time of the process and what its threads have allocated, until the
 * input ends.
 */
final class HttpServerRun {

	static final String PORT = "PORT ";

	static final String USED = "USED ";

	private static final OperatingSystemMXBean SYSTEM = ManagementFactory
		.getPlatformMXBean(OperatingSystemMXBean.class);

	private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

	private HttpServerRun() {
	}

	public static void main(String[] args) throws IOException {
		Variant variant = Variant.valueOf(args[0]);
		try (ConfigurableApplicationContext context = variant.tracing()
			.startServer(variant.application(), "server.port=0", "server.tomcat.threads.max=8",
					"server.tomcat.threads.min-spare=8", "server.tomcat.max-keep-alive-requests=-1",
					"management.tracing.sampling.probability=1.0");
				BufferedReader commands = new BufferedReader(
						new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
			System.out.println(PORT + context.getEnvironment().getRequiredProperty("local.server.port"));
			while (commands.readLine() != null) {
				System.out.println(USED + SYSTEM.getProcessCpuTime() + ' ' + allocated());
			}
		}
	}

	/** Of threads that live: those of the server do. */
	private static long allocated() {
		long sum = 0;
		for (long bytes : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
			sum += Math.max(0, bytes);
		}
		return sum;
	}

}
