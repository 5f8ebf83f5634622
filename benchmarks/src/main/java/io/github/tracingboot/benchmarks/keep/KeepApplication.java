package io.github.tracingboot.benchmarks.keep;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;

import io.github.tracingboot.benchmarks.Tracing;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The starter, and an exporter that tells of every span. */
final class KeepApplication implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	KeepApplication(Consumer<SpanData> exported, String... properties) {
		this.context = Tracing.STARTER.start(Application.class, properties);
		this.context.getBean(Receiver.class).exported = exported;
	}

	Tracer tracer() {
		return this.context.getBean(Tracer.class);
	}

	@SuppressWarnings("unchecked")
	Map<String, Long> figures() {
		Map<String, Long> figures = new HashMap<>();
		((Iterable<Map.Entry<String, Long>>) this.context.getBean("keepFigures"))
			.forEach((entry) -> figures.put(entry.getKey(), entry.getValue()));
		return figures;
	}

	long figure(String name) {
		return Objects.requireNonNull(figures().get(name));
	}

	void flush() {
		this.context.getBean(SdkTracerProvider.class).forceFlush().join(60, TimeUnit.SECONDS);
	}

	@Override
	public void close() {
		this.context.close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Receiver receiver() {
			return new Receiver();
		}

	}

	static final class Receiver implements SpanExporter {

		private volatile Consumer<SpanData> exported = (span) -> {
		};

		@Override
		public CompletableResultCode export(Collection<SpanData> spans) {
			spans.forEach(this.exported);
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode flush() {
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode shutdown() {
			return CompletableResultCode.ofSuccess();
		}

	}

}
