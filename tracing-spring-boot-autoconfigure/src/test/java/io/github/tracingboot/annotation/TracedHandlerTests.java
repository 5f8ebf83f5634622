package io.github.tracingboot.annotation;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.core.HandlerSpan;
import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** What a container calls, in the span that the container opened. */
class TracedHandlerTests {

	@RegisterExtension
	static final SpanRecorder spans = new SpanRecorder();

	private final Tracer tracer = SdkTracerProvider.builder().addSpanProcessor(spans).build().get("test");

	private final Handlers handlers = Proxies.traced(this.tracer, new Handlers());

	@Test
	void aListenerNamesTheSpanOfItsContainer() {
		inContainer(SpanKind.CONSUMER, (span) -> this.handlers.onOrder(null));
		assertThat(spans.take("handle order").getKind()).isEqualTo(SpanKind.CONSUMER);
	}

	@Test
	void aListenerWithoutANameNamesTheSpanAfterItself() {
		inContainer(SpanKind.CONSUMER, (span) -> this.handlers.onOther(() -> {
		}));
		assertThat(spans.take("Handlers.onOther").getKind()).isEqualTo(SpanKind.CONSUMER);
	}

	@Test
	void everyAttemptOfAListenerRunsInTheSpanOfItsContainer() {
		inContainer(SpanKind.CONSUMER, (span) -> {
			assertThat(catchThrowable(() -> this.handlers.onOrder(new IllegalArgumentException()))).isNotNull();
			this.handlers.onOrder(null);
		});
		spans.take("handle order");
	}

	@Test
	void aListenerThatIsCalledOutsideOfAContainerHasASpanOfItsOwn() {
		this.handlers.onOrder(null);
		assertThat(spans.take("handle order").getKind()).isEqualTo(SpanKind.INTERNAL);
	}

	@Test
	void aListenerThatAControllerCallsHasASpanOfItsOwn() {
		inContainer(SpanKind.SERVER, (span) -> this.handlers.onOrder(null));
		assertThat(spans.take("handle order").getParentSpanId()).isEqualTo(spans.take("container").getSpanId());
	}

	@Test
	void aListenerThatAListenerCallsHasASpanOfItsOwn() {
		inContainer(SpanKind.CONSUMER, (span) -> this.handlers.onOther(() -> this.handlers.onOrder(null)));
		assertThat(spans.take("handle order").getParentSpanId()).isEqualTo(spans.take("Handlers.onOther").getSpanId());
	}

	@Test
	void aMethodThatIsNoHandlerHasASpanOfItsOwn() {
		inContainer(SpanKind.CONSUMER, (span) -> this.handlers.step());
		assertThat(spans.take("Handlers.step").getParentSpanId()).isEqualTo(spans.take("container").getSpanId());
	}

	@Test
	void aControllerLeavesTheServerSpanItsName() {
		inContainer(SpanKind.SERVER, (span) -> assertThat(this.handlers.page()).isEqualTo("page"));
		spans.take("container");
	}

	@Test
	void aControllerWithANameNamesTheServerSpan() {
		inContainer(SpanKind.SERVER, (span) -> assertThat(this.handlers.frontPage()).isEqualTo("front page"));
		spans.take("show front page");
	}

	@Test
	void aHandlersAttributesAreOnTheSpanOfItsContainer() {
		inContainer(SpanKind.CONSUMER, (span) -> assertThat(this.handlers.onText("hello")).isEqualTo(5));
		SpanData span = spans.take("Handlers.onText");
		assertThat(span.getAttributes().asMap()).containsOnly(Map.entry(AttributeKey.stringKey("text"), "hello"),
				Map.entry(AttributeKey.longKey("length"), 5L),
				Map.entry(TracedSpans.FUNCTION, Handlers.class.getName() + ".onText"));
	}

	@Test
	void whatAHandlerThrowsIsLeftToWhoOwnsTheSpan() {
		RuntimeException thrown = new IllegalArgumentException();
		inContainer(SpanKind.CONSUMER, (span) -> {
			assertThat(catchThrowable(() -> this.handlers.onOrder(thrown))).isSameAs(thrown);
			assertThat(span.expects(thrown)).isFalse();
		});
		SpanData span = spans.take("handle order");
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(span.getEvents()).isEmpty();
	}

	@Test
	void whatAHandlerExpectsTheOwnerOfTheSpanKnows() {
		RuntimeException thrown = new IllegalStateException();
		inContainer(SpanKind.CONSUMER, (span) -> {
			assertThat(catchThrowable(() -> this.handlers.onOrder(thrown))).isSameAs(thrown);
			assertThat(span.expects(new RuntimeException(thrown))).isTrue();
		});
		spans.take("handle order");
	}

	@Test
	void whatTheFutureOfAHandlerMayFailWithTheOwnerOfTheSpanKnows() {
		inContainer(SpanKind.CONSUMER, (span) -> {
			CompletableFuture<String> future = new CompletableFuture<>();
			assertThat(this.handlers.onLater(future)).isSameAs(future);
			assertThat(span.expects(new IllegalStateException())).isTrue();
			assertThat(span.expects(new IllegalArgumentException())).isFalse();
		});
		spans.take("Handlers.onLater");
	}

	private void inContainer(SpanKind kind, Consumer<HandlerSpan> call) {
		Span span = this.tracer.spanBuilder("container").setSpanKind(kind).startSpan();
		HandlerSpan handlerSpan = new HandlerSpan(span);
		try (Scope scope = Context.current().with(span).with(handlerSpan).makeCurrent()) {
			call.accept(handlerSpan);
		}
		finally {
			span.end();
		}
	}

	@Controller
	static class Handlers {

		@RabbitListener(queues = "orders")
		@Traced(name = "handle order", expected = IllegalStateException.class)
		void onOrder(@Nullable RuntimeException thrown) {
			if (thrown != null) {
				throw thrown;
			}
		}

		@RabbitListener(queues = "others")
		@Traced
		void onOther(Runnable body) {
			body.run();
		}

		@RabbitListener(queues = "texts")
		@Traced
		@SpanAttribute("length")
		int onText(@SpanAttribute("text") String text) {
			return text.length();
		}

		@RabbitListener(queues = "later")
		@Traced(expected = IllegalStateException.class)
		CompletableFuture<String> onLater(CompletableFuture<String> future) {
			return future;
		}

		@Traced
		void step() {
		}

		@GetMapping("/page")
		@Traced
		String page() {
			return "page";
		}

		@GetMapping("/")
		@Traced("show front page")
		String frontPage() {
			return "front page";
		}

	}

}
