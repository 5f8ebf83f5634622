package io.github.tracingboot.core;

import java.util.Objects;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HandlerSpanTests {

	private final Tracer tracer = SdkTracerProvider.builder().build().get("test");

	private final Span span = this.tracer.spanBuilder("process").setSpanKind(SpanKind.CONSUMER).startSpan();

	private final HandlerSpan handlerSpan = new HandlerSpan(this.span);

	private final Context context = Context.root().with(this.span).with(this.handlerSpan);

	@AfterEach
	void end() {
		this.span.end();
	}

	@Test
	void isClaimedByOneHandlerAtATime() {
		assertThat(HandlerSpan.claim(this.context, SpanKind.CONSUMER)).isSameAs(this.handlerSpan);
		assertThat(HandlerSpan.claim(this.context, SpanKind.CONSUMER)).isNull();
	}

	@Test
	void isClaimedAgainByTheNextAttempt() {
		Objects.requireNonNull(HandlerSpan.claim(this.context, SpanKind.CONSUMER)).release();
		assertThat(HandlerSpan.claim(this.context, SpanKind.CONSUMER)).isSameAs(this.handlerSpan);
	}

	@Test
	void isNotClaimedUnderASpanOfItsOwn() {
		Span inner = this.tracer.spanBuilder("inner").startSpan();
		assertThat(HandlerSpan.claim(this.context.with(inner), SpanKind.CONSUMER)).isNull();
		inner.end();
	}

	@Test
	void isNotClaimedByAHandlerOfAnotherKind() {
		assertThat(HandlerSpan.claim(this.context, SpanKind.SERVER)).isNull();
	}

	@Test
	void isNotThereOutsideOfAContainer() {
		assertThat(HandlerSpan.claim(Context.root().with(this.span), SpanKind.CONSUMER)).isNull();
	}

	@Test
	void aSpanThatIsNotRecordedIsClaimedToo() {
		Span unsampled = Span.wrap(this.span.getSpanContext());
		Context context = Context.root().with(unsampled).with(new HandlerSpan(unsampled));
		assertThat(HandlerSpan.claim(context, SpanKind.CONSUMER)).isNotNull();
	}

	@Test
	void expectsTheExceptionThatTheHandlerExpectsHoweverItIsWrapped() {
		Exception expected = new IllegalStateException("sold out");
		assertThat(this.handlerSpan.expects(expected)).isFalse();
		this.handlerSpan.expect(expected);
		assertThat(this.handlerSpan.expects(expected)).isTrue();
		assertThat(this.handlerSpan.expects(new RuntimeException(new RuntimeException(expected)))).isTrue();
		assertThat(this.handlerSpan.expects(new IllegalStateException("sold out"))).isFalse();
	}

	@Test
	void expectsWhatTheWorkOfTheHandlerMayFailWithLater() {
		this.handlerSpan.expectLater(IllegalStateException.class::isInstance);
		assertThat(this.handlerSpan.expects(new RuntimeException(new IllegalStateException()))).isTrue();
		assertThat(this.handlerSpan.expects(new RuntimeException())).isFalse();
	}

	@Test
	void survivesExceptionsThatCauseEachOther() {
		Exception first = new IllegalStateException();
		first.initCause(new IllegalStateException(first));
		this.handlerSpan.expect(new IllegalStateException());
		assertThat(this.handlerSpan.expects(first)).isFalse();
	}

}
