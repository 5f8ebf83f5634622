package io.github.tracingboot.sampling;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/** What docs/sampling.md shows is true. */
class SamplingGuideTests {

	private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

	private final String guide;

	private final List<String> blocks;

	SamplingGuideTests() throws IOException {
		this.guide = Files.readString(Path.of("../docs/sampling.md"));
		this.blocks = YAML.matcher(this.guide).results().map((match) -> match.group(1)).toList();
	}

	@Test
	void firstRuleThatMatchesDecides() {
		runner(0).run((context) -> {
			Tracer tracer = context.getBean(Tracer.class);
			Span health = tracer.spanBuilder("GET")
				.setSpanKind(SpanKind.SERVER)
				.setAttribute("url.path", "/healthz")
				.startSpan();
			assertThat(health.isRecording()).isFalse();
			assertThat(tracer.spanBuilder("process_payment").startSpan().getSpanContext().isSampled()).isTrue();
			assertThat(context).doesNotHaveBean(KeepBuffer.class);
		});
	}

	@Test
	void errorsSlowTracesAndRulesAreKept() {
		runner(1).run((context) -> {
			KeepCriteria criteria = context.getBean(KeepBuffer.class).criteria();
			assertThat(criteria.errors()).isTrue();
			assertThat(criteria.slowNanos()).isEqualTo(1_000_000_000L);
			assertThat(context.getBean(Tracer.class)
				.spanBuilder("work")
				.setAttribute("customer.tier", "gold")
				.startSpan()
				.getSpanContext()
				.isSampled()).isTrue();
		});
	}

	@Test
	void traceStateIsAsShown() {
		TraceState vendor = TraceState.builder().put("vendor", "whatever").build();
		TraceState state = new SamplingEntry(0.1, KeepReason.ERROR).in(vendor);
		assertThat(this.guide).contains("tracestate: tracingboot=" + state.get("tracingboot") + ",vendor=whatever");
		assertThat(state.asMap().keySet()).containsExactly("tracingboot", "vendor");
	}

	@Test
	void limitsAndReasonsAreAsListed() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SamplingAutoConfiguration.class))
			.run((context) -> {
				SamplingProperties.Keep defaults = context.getBean(SamplingProperties.class).keep();
				assertThat(this.guide).contains("| `max-spans` | " + defaults.maxSpans() + " |",
						"| `max-traces` | " + defaults.maxTraces() + " |", "| `max-age` | 1m |");
			});
		for (KeepReason reason : KeepReason.values()) {
			assertThat(this.guide).contains("| `" + reason.text() + "` |");
		}
	}

	private ApplicationContextRunner runner(int block) {
		assertThat(this.blocks).hasSize(2);
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SamplingAutoConfiguration.class,
					ClassUtils.resolveClassName("io.github.tracingboot.sdk.SdkAutoConfiguration", null)))
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(properties(this.blocks.get(block))));
	}

	private static PropertySource<?> properties(String yaml) {
		try {
			return new YamlPropertySourceLoader()
				.load("guide", new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))
				.get(0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
