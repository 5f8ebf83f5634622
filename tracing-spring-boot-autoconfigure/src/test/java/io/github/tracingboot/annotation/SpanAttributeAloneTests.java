package io.github.tracingboot.annotation;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.testing.SpanRecorder;

import static org.assertj.core.api.Assertions.assertThat;

/** The attributes of a method that opens no span. */
class SpanAttributeAloneTests {

	@RegisterExtension
	static final SpanRecorder spans = new SpanRecorder();

	private final Tracer tracer = SdkTracerProvider.builder().addSpanProcessor(spans).build().get("test");

	@Test
	void addsToTheCurrentSpan() {
		Notes notes = Proxies.traced(this.tracer, new Notes());
		assertThat(notes.note("A-1")).isEqualTo(3);
		Span span = this.tracer.spanBuilder("outer").startSpan();
		try (Scope scope = span.makeCurrent()) {
			assertThat(notes.note("A-1")).isEqualTo(3);
			assertThat(notes.noteLater("B-2").join()).isEqualTo(4);
		}
		finally {
			span.end();
		}
		assertThat(spans.take("outer").getAttributes().asMap()).containsOnly(
				Map.entry(AttributeKey.stringKey("order.id"), "A-1"), Map.entry(AttributeKey.longKey("length"), 3L),
				Map.entry(AttributeKey.longKey("later"), 4L));
	}

	static class Notes {

		@SpanAttribute("length")
		int note(@SpanAttribute("order.id") String id) {
			return id.length();
		}

		@SpanAttribute("later")
		CompletableFuture<Integer> noteLater(String id) {
			return CompletableFuture.completedFuture(id.length() + 1);
		}

	}

}
