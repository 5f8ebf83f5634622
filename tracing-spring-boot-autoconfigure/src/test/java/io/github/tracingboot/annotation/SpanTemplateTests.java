package io.github.tracingboot.annotation;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.core.SpanErrors;
import io.github.tracingboot.testing.SpanRecorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SpanTemplateTests {

	private static final AttributeKey<Long> COUNT = AttributeKey.longKey("count");

	@RegisterExtension
	static final SpanRecorder spans = new SpanRecorder();

	private final Tracer tracer = SdkTracerProvider.builder().addSpanProcessor(spans).build().get("test");

	private final SpanTemplate template = new SpanTemplate(this.tracer);

	@Test
	void theSpanIsCurrentWhileTheBlockRuns() {
		String result = this.template.call("load", (span) -> {
			assertThat(Span.current()).isSameAs(span);
			span.setAttribute(COUNT, 3L).addEvent("halfway");
			return "loaded";
		});
		assertThat(result).isEqualTo("loaded");
		assertThat(Span.current().getSpanContext().isValid()).isFalse();
		SpanData span = spans.take("load");
		assertThat(span.getAttributes().get(COUNT)).isEqualTo(3L);
		assertThat(span.getEvents()).extracting(EventData::getName).containsExactly("halfway");
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
	}

	@Test
	void theSpanIsAsDescribed() {
		this.template.span("caller")
			.run((caller) -> this.template.span("send")
				.kind(SpanKind.PRODUCER)
				.relation(Relation.LINKED_ROOT)
				.attribute("order.id", "A-1")
				.attribute(COUNT, 3L)
				.attribute("nothing", null)
				.run((span) -> {
				}));
		SpanData span = spans.take("send");
		SpanData caller = spans.take("caller");
		assertThat(span.getKind()).isEqualTo(SpanKind.PRODUCER);
		assertThat(span.getParentSpanContext().isValid()).isFalse();
		assertThat(span.getLinks()).singleElement()
			.satisfies((link) -> assertThat(link.getSpanContext()).isEqualTo(caller.getSpanContext()));
		assertThat(span.getAttributes().size()).isEqualTo(2);
		assertThat(span.getAttributes().get(AttributeKey.stringKey("order.id"))).isEqualTo("A-1");
	}

	@Test
	void whatTheBlockThrowsIsRecordedAndThrownUnchanged() {
		IOException thrown = new IOException();
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.template.run("load", (span) -> {
			throw thrown;
		})).isSameAs(thrown);
		SpanData span = spans.take("load");
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(span.getEvents()).hasSize(1);
	}

	@Test
	void whatIsExpectedIsNoFailure() {
		assertThatExceptionOfType(FileNotFoundException.class)
			.isThrownBy(() -> this.template.span("load").expected(IOException.class).run((span) -> {
				throw new FileNotFoundException();
			}));
		assertThat(spans.take("load").getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
	}

	@Test
	void theSpanEndsWhenTheStageCompletes() {
		CompletableFuture<String> future = new CompletableFuture<>();
		assertThat(this.template.<CompletableFuture<String>, RuntimeException>call("later", (span) -> future))
			.isSameAs(future);
		Span outside = this.template.call("now", (span) -> span);
		assertThat(spans.take("now").getSpanContext()).isEqualTo(outside.getSpanContext());
		future.completeExceptionally(new IllegalStateException());
		SpanData span = spans.take("later");
		assertThat(span.getAttributes().get(SpanErrors.ERROR_TYPE)).isEqualTo("java.lang.IllegalStateException");
	}

	@Test
	void withoutTracingTheBlockRunsInTheSpanThatIsCurrent() {
		SpanTemplate off = new SpanTemplate(TracerProvider.noop().get(""));
		SpanContext none = off.call("load", Span::getSpanContext);
		assertThat(none.isValid()).isFalse();
		Span current = this.tracer.spanBuilder("current").startSpan();
		try (Scope scope = current.makeCurrent()) {
			SpanContext inside = off.call("load", Span::getSpanContext);
			assertThat(inside).isEqualTo(current.getSpanContext());
		}
		finally {
			current.end();
		}
		spans.take("current");
	}

}
