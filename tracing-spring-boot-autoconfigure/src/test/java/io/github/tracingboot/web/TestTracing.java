package io.github.tracingboot.web;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.sdk.trace.SdkTracerProvider;

import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** What the traces of a test are made with. */
final class TestTracing {

	private TestTracing() {
	}

	static ServerTracing server(SpanRecorder spans, String... properties) {
		return new ServerTracing(SdkTracerProvider.builder().addSpanProcessor(spans).build().get("test"),
				W3CTraceContextPropagator.getInstance(), properties(properties),
				new PathPatterns("tracing.web.server.exclude", List.of()));
	}

	static ClientTracing client(OpenTelemetry spans, OpenTelemetry propagation, String... properties) {
		Supplier<WebProperties> bound = () -> properties(properties);
		return new ClientTracing(() -> spans.getTracer("test"), () -> propagation, bound);
	}

	private static WebProperties properties(String... properties) {
		Map<String, String> values = List.of(properties)
			.stream()
			.map((property) -> property.split("=", 2))
			.collect(Collectors.toMap((property) -> property[0], (property) -> property[1]));
		return new Binder(new MapConfigurationPropertySource(values)).bindOrCreate("tracing.web", WebProperties.class);
	}

}
