package io.github.tracingboot.annotation;

import java.util.function.Function;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.testing.SpanRecorder;

import static org.assertj.core.api.Assertions.assertThat;

/** How a span stands to the one around it. */
class TracedRelationTests {

	@RegisterExtension
	static final SpanRecorder spans = new SpanRecorder();

	private final Tracer tracer = SdkTracerProvider.builder().addSpanProcessor(spans).build().get("test");

	private final Jobs jobs = Proxies.traced(this.tracer, new Jobs());

	@Test
	void aChildIsInTheTraceOfItsCaller() {
		SpanContext caller = inside(Jobs::child);
		SpanData span = spans.take("Jobs.child");
		assertThat(span.getParentSpanContext()).isEqualTo(caller);
		assertThat(span.getLinks()).isEmpty();
	}

	@Test
	void aRootIsATraceOfItsOwn() {
		SpanContext caller = inside(Jobs::root);
		SpanData span = spans.take("Jobs.root");
		assertThat(span.getParentSpanContext().isValid()).isFalse();
		assertThat(span.getTraceId()).isNotEqualTo(caller.getTraceId());
		assertThat(span.getLinks()).isEmpty();
	}

	@Test
	void aLinkedRootPointsToItsCaller() {
		SpanContext caller = inside(Jobs::linkedRoot);
		SpanData span = spans.take("Jobs.linkedRoot");
		assertThat(span.getParentSpanContext().isValid()).isFalse();
		assertThat(span.getTraceId()).isNotEqualTo(caller.getTraceId());
		assertThat(span.getLinks()).extracting(LinkData::getSpanContext).containsExactly(caller);
	}

	@Test
	void aLinkedRootThatNobodyCallsHasNoLink() {
		assertThat(this.jobs.linkedRoot()).isNull();
		assertThat(spans.take("Jobs.linkedRoot").getLinks()).isEmpty();
	}

	private SpanContext inside(Function<Jobs, @Nullable String> call) {
		Span caller = this.tracer.spanBuilder("caller").startSpan();
		Baggage baggage = Baggage.builder().put("job", "7").build();
		try (Scope scope = Context.current().with(caller).with(baggage).makeCurrent()) {
			assertThat(call.apply(this.jobs)).isEqualTo("7");
			assertThat(Span.current()).isSameAs(caller);
		}
		finally {
			caller.end();
		}
		spans.take("caller");
		return caller.getSpanContext();
	}

	static class Jobs {

		@Traced
		@Nullable String child() {
			return job();
		}

		@Traced(relation = Relation.ROOT)
		@Nullable String root() {
			return job();
		}

		@Traced(relation = Relation.LINKED_ROOT)
		@Nullable String linkedRoot() {
			return job();
		}

		private @Nullable String job() {
			return Baggage.current().getEntryValue("job");
		}

	}

}
