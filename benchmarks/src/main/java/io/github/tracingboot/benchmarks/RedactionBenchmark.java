package io.github.tracingboot.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.ResolvableType;

/**
 * What it costs an exporter's thread to search a span with ten attributes for secrets.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class RedactionBenchmark {

	private final ConfigurableApplicationContext context = Tracing.STARTER.start(Application.class);

	private final UnaryOperator<SpanData> redaction = this.context
		.<Iterable<UnaryOperator<SpanData>>>getBeanProvider(ResolvableType.forClassWithGenerics(Iterable.class,
				ResolvableType.forClassWithGenerics(UnaryOperator.class, SpanData.class)))
		.getObject()
		.iterator()
		.next();

	private final SpanData clean = span(Attributes.builder()
		.put("http.request.method", "POST")
		.put("http.route", "/api/queries/{id}")
		.put("url.path", "/api/queries/8a1f3b")
		.put("url.scheme", "http")
		.put("server.address", "chimera-api.internal")
		.put("server.port", 8080)
		.put("network.protocol.version", "1.1")
		.put("http.response.status_code", 200)
		.put("query.type", "price")
		.put("entities.count", 3)
		.build());

	private final SpanData dirty = span(this.clean.getAttributes()
		.toBuilder()
		.put("query.type", "mail to bob@mail.example")
		.put("http.request.header.authorization", "Bearer abcdefgh12345678")
		.build());

	/**
	 * Ended, as those that an exporter gets: of one that runs, each look makes a copy.
	 */
	private SpanData span(Attributes attributes) {
		ReadWriteSpan span = (ReadWriteSpan) this.context.getBean(Tracer.class)
			.spanBuilder("POST /api/queries/{id}")
			.setSpanKind(SpanKind.SERVER)
			.setAllAttributes(attributes)
			.startSpan();
		span.end();
		return span.toSpanData();
	}

	@TearDown
	public void stop() {
		this.context.close();
	}

	@Benchmark
	public SpanData clean() {
		return this.redaction.apply(this.clean);
	}

	@Benchmark
	public SpanData dirty() {
		return this.redaction.apply(this.dirty);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
