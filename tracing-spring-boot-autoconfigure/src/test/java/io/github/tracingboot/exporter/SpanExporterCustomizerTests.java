package io.github.tracingboot.exporter;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.tracingboot.core.InvalidConfigurationException;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

class SpanExporterCustomizerTests {

	private final ApplicationContextRunner runner = ExportingApplication.runner();

	@Test
	void everyExporterIsCustomizedOursAndTheUsers() {
		Map<String, String> seen = new TreeMap<>();
		this.runner.withBean("mine", SpanExporter.class, InMemorySpanExporter::create)
			.withPropertyValues("tracing.exporter.otlp.endpoint=localhost:4317",
					"tracing.exporter.console.enabled=true")
			.withBean(SpanExporterCustomizer.class, () -> (name, exporter) -> {
				seen.put(name, exporter.getClass().getSimpleName());
				return exporter;
			})
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(seen).containsOnly(Map.entry("mine", "InMemorySpanExporter"),
				Map.entry("otlpSpanExporter", "OtlpSpanExporter"),
				Map.entry("consoleSpanExporter", "ConsoleSpanExporter"));
	}

	@Test
	void spansGoToWhatTheLastInOrderReturns() {
		this.runner.withUserConfiguration(Customizers.class).run((context) -> {
			context.getBean(Tracer.class).spanBuilder("x").startSpan().end();
			context.getBean(SdkTracerProvider.class).close();
			Customizers customizers = context.getBean(Customizers.class);
			assertThat(customizers.original.getFinishedSpanItems()).isEmpty();
			assertThat(customizers.calls).containsExactly("first", "second", "exported", "shutdown");
		});
	}

	@Test
	void nothingIsNoExporter() {
		this.runner.withBean("mine", SpanExporter.class, InMemorySpanExporter::create)
			.withBean(SpanExporterCustomizer.class, () -> SpanExporterCustomizerTests::none)
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOf(InvalidConfigurationException.class)
				.hasMessageContaining("returned null for the exporter 'mine'"));
	}

	@SuppressWarnings("NullAway")
	private static SpanExporter none(String name, SpanExporter exporter) {
		return null;
	}

	@Configuration(proxyBeanMethods = false)
	static class Customizers {

		final List<String> calls = new ArrayList<>();

		final InMemorySpanExporter original = InMemorySpanExporter.create();

		@Bean
		SpanExporter mine() {
			return this.original;
		}

		@Bean
		@Order(2)
		SpanExporterCustomizer second() {
			return (name, exporter) -> {
				this.calls.add("second");
				assertThat(exporter).isInstanceOf(Recording.class);
				return exporter;
			};
		}

		@Bean
		@Order(1)
		SpanExporterCustomizer first() {
			return (name, exporter) -> {
				this.calls.add("first");
				return new Recording(this.calls);
			};
		}

	}

	private record Recording(List<String> calls) implements SpanExporter {

		@Override
		public CompletableResultCode export(Collection<SpanData> spans) {
			this.calls.add("exported");
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode flush() {
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode shutdown() {
			this.calls.add("shutdown");
			return CompletableResultCode.ofSuccess();
		}

	}

}
