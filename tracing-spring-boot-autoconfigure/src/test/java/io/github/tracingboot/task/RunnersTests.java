package io.github.tracingboot.task;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class RunnersTests {

	private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

	@RegisterExtension
	static final SpanRecorder spans = new SpanRecorder();

	@Test
	void runnersOfEveryKindHaveARootSpanThatSaysWhereItRan() {
		try (ConfigurableApplicationContext context = start(Runners.class, "--tracing.environment=test",
				"--tracing.cluster=blue")) {
			for (String runner : new String[] { "command", "importer", "lambda" }) {
				SpanData span = spans.take("runner/" + runner);
				assertThat(span.getParentSpanContext().isValid()).isFalse();
				assertThat(span.getAttributes().asMap())
					.isEqualTo(Map.of(AttributeKey.stringKey("deployment.environment.name"), "test",
							AttributeKey.stringKey("k8s.cluster.name"), "blue"));
			}
			spans.take("runner/first");
			assertThat(context.getBean(Importer.class).arguments()).contains("--tracing.cluster=blue");
			assertThat(context.getBean(First.class).position()).isZero();
		}
	}

	@Test
	void adoptedContextIsTheParent() {
		start(Runners.class, "--TRACEPARENT=00-" + TRACE + "-b7ad6b7169203331-01", "--BAGGAGE=job.id=7").close();
		for (String runner : new String[] { "command", "importer", "lambda", "first" }) {
			SpanData span = spans.take("runner/" + runner);
			assertThat(span.getTraceId()).isEqualTo(TRACE);
			assertThat(span.getParentSpanId()).isEqualTo("b7ad6b7169203331");
		}
	}

	@Test
	void failureIsRecordedAndStopsTheApplicationAsBefore() {
		assertThatIllegalStateException().isThrownBy(() -> start(Failing.class)).withMessage("no");
		assertThat(spans.take("runner/failing").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
	}

	@Test
	void noSpanWhenSwitchedOff() {
		start(Runners.class, "--tracing.task.runners=false").close();
	}

	@Test
	void runnerThatCannotBeProxiedRunsAllTheSame() {
		try (ConfigurableApplicationContext context = start(Final.class)) {
			assertThat(context.getBean(FinalRunner.class).ran).isTrue();
		}
	}

	private static ConfigurableApplicationContext start(Class<?> configuration, String... arguments) {
		return new SpringApplicationBuilder(Application.class, configuration).web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off", "tracing.exporter.enabled=false",
					"spring.autoconfigure.exclude=org.springframework.boot.autoconfigure.amqp.RabbitAutoConfiguration")
			.run(arguments);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		SpanRecorder recorder() {
			return spans;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Runners {

		@Bean
		CommandLineRunner command() {
			return new CommandLineRunner() {
				@Override
				public void run(String... args) {
					assertThat(args).isNotNull();
				}
			};
		}

		@Bean
		Importer importer() {
			return new Importer();
		}

		@Bean
		ApplicationRunner lambda(AtomicInteger ran) {
			return (arguments) -> ran.incrementAndGet();
		}

		@Bean
		First first(AtomicInteger ran) {
			return new First(ran);
		}

		@Bean
		AtomicInteger ran() {
			return new AtomicInteger();
		}

	}

	static class Importer implements ApplicationRunner {

		private String[] arguments = {};

		@Override
		public void run(ApplicationArguments args) {
			this.arguments = args.getSourceArgs();
		}

		String[] arguments() {
			return this.arguments;
		}

	}

	@Order(1)
	static class First implements CommandLineRunner {

		private final AtomicInteger ran;

		private int position = -1;

		First(AtomicInteger ran) {
			this.ran = ran;
		}

		@Override
		public void run(String... args) {
			this.position = this.ran.getAndIncrement();
		}

		int position() {
			return this.position;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Failing {

		@Bean
		CommandLineRunner failing() {
			return (arguments) -> {
				throw new IllegalStateException("no");
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Final {

		@Bean
		FinalRunner finalRunner() {
			return new FinalRunner();
		}

	}

	static final class FinalRunner implements CommandLineRunner {

		private boolean ran;

		@Override
		public void run(String... args) {
			this.ran = true;
		}

	}

}
