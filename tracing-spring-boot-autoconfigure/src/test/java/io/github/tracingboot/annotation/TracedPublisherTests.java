package io.github.tracingboot.annotation;

import java.time.Duration;
import java.util.List;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

import io.github.tracingboot.core.SpanErrors;
import io.github.tracingboot.testing.SpanRecorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class TracedPublisherTests {

	@RegisterExtension
	static final SpanRecorder spans = new SpanRecorder();

	private final Tracer tracer = SdkTracerProvider.builder().addSpanProcessor(spans).build().get("test");

	private final Prices prices = Proxies.traced(this.tracer, new Prices());

	@BeforeEach
	void keepContext() {
		ReactorContext.keepAcrossThreads();
	}

	@Test
	void eachSubscriptionHasASpan() {
		Mono<SpanContext> price = this.prices.price(Mono.fromCallable(TracedPublisherTests::current));
		spans.assertNothingLeft();
		SpanContext first = price.block();
		SpanContext second = price.block();
		assertThat(first).isNotEqualTo(second);
		assertThat(List.of(spans.take("Prices.price").getSpanContext(), spans.take("Prices.price").getSpanContext()))
			.containsExactly(first, second);
	}

	@Test
	void operatorsOnOtherThreadsSeeTheSpan() {
		Flux<SpanContext> upstream = Flux.just(1, 2)
			.publishOn(Schedulers.parallel())
			.map((number) -> current())
			.delayElements(Duration.ofMillis(1))
			.flatMap((seen) -> Mono.fromCallable(TracedPublisherTests::current)
				.subscribeOn(Schedulers.boundedElastic()));
		List<SpanContext> seen = this.prices.all(upstream).collectList().block();
		SpanContext span = spans.take("Prices.all").getSpanContext();
		assertThat(seen).containsExactly(span, span);
	}

	@Test
	void whatComesAfterItIsTheCallersAgain() {
		Span caller = this.tracer.spanBuilder("caller").startSpan();
		try (Scope scope = caller.makeCurrent()) {
			SpanContext below = this.prices.price(Mono.fromCallable(TracedPublisherTests::current).hide())
				.publishOn(Schedulers.parallel())
				.map((inside) -> current())
				.block();
			assertThat(below).isEqualTo(caller.getSpanContext());
		}
		finally {
			caller.end();
		}
		spans.take("caller");
		assertThat(spans.take("Prices.price").getParentSpanContext()).isEqualTo(caller.getSpanContext());
	}

	@Test
	void aPublisherWithinAPublisherIsItsChild() {
		this.prices.all(this.prices.price(Mono.fromCallable(TracedPublisherTests::current)).flux()).blockLast();
		assertThat(spans.take("Prices.price").getParentSpanId()).isEqualTo(spans.take("Prices.all").getSpanId());
	}

	@Test
	void theReactorContextTellsTheParentToo() {
		Mono<SpanContext> inner = this.prices.price(Mono.fromCallable(TracedPublisherTests::current));
		this.prices.all(Mono.delay(Duration.ofMillis(1)).thenMany(inner)).blockLast();
		assertThat(spans.take("Prices.price").getParentSpanId()).isEqualTo(spans.take("Prices.all").getSpanId());
	}

	@Test
	void anErrorIsRecordedOnce() {
		Mono<SpanContext> failing = this.prices.price(Mono.error(new IllegalStateException()));
		assertThatIllegalStateException().isThrownBy(() -> this.prices.all(failing.flux()).blockLast());
		SpanData inner = spans.take("Prices.price");
		SpanData outer = spans.take("Prices.all");
		assertThat(inner.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(inner.getAttributes().get(SpanErrors.ERROR_TYPE)).isEqualTo("java.lang.IllegalStateException");
		assertThat(inner.getEvents()).hasSize(1);
		assertThat(outer.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(outer.getEvents()).isEmpty();
	}

	@Test
	void anExpectedErrorIsNone() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.prices.all(Flux.error(new IllegalArgumentException())).blockLast());
		assertThat(spans.take("Prices.all").getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
	}

	@Test
	void beingCancelledIsNoError() {
		Sinks.Many<SpanContext> sink = Sinks.many().unicast().onBackpressureBuffer();
		Disposable subscription = this.prices.all(sink.asFlux()).subscribe();
		subscription.dispose();
		assertThat(spans.take("Prices.all").getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(this.prices.all(Flux.just(current(), current())).take(1).blockLast()).isNotNull();
		assertThat(spans.take("Prices.all").getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
	}

	@Test
	void theValueOfAMonoIsTheReturnValue() {
		assertThat(this.prices.name().block()).isEqualTo("ZEC");
		assertThat(spans.take("Prices.name").getAttributes().asMap()).containsValue("ZEC");
	}

	@Test
	void aMethodThatThrowsInsteadHasASpanToo() {
		assertThatIllegalStateException().isThrownBy(this.prices::refusing);
		assertThat(spans.take("Prices.refusing").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
	}

	@Test
	void anyPublisherWillDo() {
		assertThat(Flux.from(this.prices.any()).collectList().block()).containsExactly("a", "b");
		spans.take("Prices.any");
		assertThat(this.prices.nothing()).isNull();
	}

	private static SpanContext current() {
		return Span.current().getSpanContext();
	}

	static class Prices {

		@Traced
		Mono<SpanContext> price(Mono<SpanContext> source) {
			return source;
		}

		@Traced(expected = IllegalArgumentException.class)
		Flux<SpanContext> all(Publisher<SpanContext> source) {
			return Flux.from(source);
		}

		@Traced
		@SpanAttribute("name")
		Mono<String> name() {
			return Mono.just("ZEC");
		}

		@Traced
		Mono<String> refusing() {
			throw new IllegalStateException();
		}

		@Traced
		Publisher<String> any() {
			return Flux.just("a", "b");
		}

		@Traced
		@Nullable Mono<String> nothing() {
			return null;
		}

	}

}
