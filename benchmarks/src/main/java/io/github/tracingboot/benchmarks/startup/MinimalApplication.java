package io.github.tracingboot.benchmarks.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts, says what that took, and stops. */
@EnableAutoConfiguration
class MinimalApplication {

	static final String STARTED = "STARTED ";

	public static void main(String[] args) throws IOException {
		try (ConfigurableApplicationContext context = SpringApplication.run(MinimalApplication.class, args)) {
			long cpuMillis = ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis();
			String memory = Files.readAllLines(Path.of("/proc/self/status"))
				.stream()
				.filter((line) -> line.startsWith("VmRSS:"))
				.findFirst()
				.orElseThrow();
			System.out.println(STARTED + cpuMillis + ' ' + memory.replaceAll("[^0-9]", "") + ' '
					+ context.getBeanDefinitionCount());
		}
	}

}
