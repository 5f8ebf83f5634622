package io.github.tracingboot.endtoend;

import java.io.File;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.proto.trace.v1.Span;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.tracingboot.environment.ChildProcessEnvironment;
import io.github.tracingboot.testing.OtlpGrpcReceiver;

import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/** A real parent, a real child, one trace. */
class ChildProcessIT {

	@TempDir
	File directory;

	@Test
	void childGoesOnWithTheTraceOfItsParent() throws Exception {
		try (OtlpGrpcReceiver receiver = OtlpGrpcReceiver.start();
				ConfigurableApplicationContext parent = new SpringApplicationBuilder(Parent.class)
					.web(WebApplicationType.NONE)
					.properties(Map.of("spring.application.name", "parent", "tracing.exporter.otlp.endpoint",
							receiver.endpoint(), "tracing.exporter.batch.schedule-delay", "100ms",
							"tracing.environment", "test"))
					.run()) {
			io.opentelemetry.api.trace.Span span = parent.getBean(Tracer.class).spanBuilder("fork").startSpan();
			try (Scope scope = span.makeCurrent();
					Scope baggage = Baggage.builder().put("job.id", "7").build().makeCurrent()) {
				assertThat(runChild(parent.getBean(ChildProcessEnvironment.class))).isZero();
			}
			finally {
				span.end();
			}
			Span fork = receiver.awaitSpan("parent", "fork");
			Span work = receiver.awaitSpan("child", "work for job 7");
			assertThat(work.getTraceId()).isEqualTo(fork.getTraceId());
			Span runner = receiver.awaitSpan("child", "runner/runner");
			assertThat(runner.getParentSpanId()).isEqualTo(fork.getSpanId());
			assertThat(work.getParentSpanId()).isEqualTo(runner.getSpanId());
			assertThat(receiver.awaitSpans(3)).filteredOn((received) -> received.toString().contains("child"))
				.allMatch((received) -> received.getResource()
					.getAttributesList()
					.stream()
					.anyMatch((attribute) -> attribute.getKey().equals("deployment.environment.name")
							&& attribute.getValue().getStringValue().equals("test")));
		}
	}

	private int runChild(ChildProcessEnvironment environment) throws Exception {
		File output = new File(this.directory, "child.log");
		ProcessBuilder builder = new ProcessBuilder(System.getProperty("java.home") + "/bin/java",
				"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
				Child.class.getName())
			.redirectErrorStream(true)
			.redirectOutput(output);
		builder.environment().putAll(environment.variables());
		Process child = builder.start();
		assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
		return child.exitValue();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Parent {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Child {

		public static void main(String[] arguments) {
			new SpringApplicationBuilder(Child.class).web(WebApplicationType.NONE)
				.properties(Map.of("spring.application.name", "child"))
				.run(arguments)
				.close();
		}

		@Bean
		CommandLineRunner runner(Tracer tracer) {
			return (arguments) -> tracer.spanBuilder("work for job " + Baggage.current().getEntryValue("job.id"))
				.startSpan()
				.end();
		}

	}

}
