package io.github.tracingboot.baggage;

import java.util.HashMap;
import java.util.Map;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import org.jspecify.annotations.Nullable;

import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.util.ClassUtils;

/** An application that receives baggage, records some of it and sends it on. */
final class BaggageApplication {

	private BaggageApplication() {
	}

	static ApplicationContextRunner runner(SpanRecorder spans) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(BaggageAutoConfiguration.class, ours("sdk.Sdk"),
					ours("propagation.Propagation")))
			.withBean(SpanRecorder.class, () -> spans)
			.withPropertyValues("tracing.baggage.span-attributes=job.*,user.id");
	}

	private static Class<?> ours(String feature) {
		return ClassUtils.resolveClassName("io.github.tracingboot." + feature + "AutoConfiguration", null);
	}

	static Tracer tracer(ApplicationContext context) {
		return context.getBean(OpenTelemetry.class).getTracer("test");
	}

	static TextMapPropagator propagator(ApplicationContext context) {
		return context.getBean(OpenTelemetry.class).getPropagators().getTextMapPropagator();
	}

	static Context received(ApplicationContext context, String baggage) {
		return received(context, Context.root(), Map.of("baggage", baggage));
	}

	static Context received(ApplicationContext context, Context before, Map<String, String> headers) {
		return propagator(context).extract(before, headers, Headers.INSTANCE);
	}

	static Map<String, String> sent(ApplicationContext context) {
		return sent(context, Context.current());
	}

	static Map<String, String> sent(ApplicationContext context, Context current) {
		Map<String, String> headers = new HashMap<>();
		propagator(context).inject(current, headers, Map::put);
		return headers;
	}

	static void span(ApplicationContext context, String name, Runnable block) {
		Span span = tracer(context).spanBuilder(name).startSpan();
		try (Scope scope = span.makeCurrent()) {
			block.run();
		}
		finally {
			span.end();
		}
	}

	private enum Headers implements TextMapGetter<Map<String, String>> {

		INSTANCE;

		@Override
		public Iterable<String> keys(Map<String, String> carrier) {
			return carrier.keySet();
		}

		@Override
		public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
			return (carrier != null) ? carrier.get(key) : null;
		}

	}

}
