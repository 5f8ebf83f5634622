package io.github.tracingboot.annotation;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import kotlinx.coroutines.flow.Flow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.testing.SpanRecorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class KotlinTests {

	@RegisterExtension
	static final SpanRecorder spans = new SpanRecorder();

	private final Tracer tracer = SdkTracerProvider.builder().addSpanProcessor(spans).build().get("test");

	private final KotlinPrices prices = Proxies.traced(this.tracer, new KotlinPrices());

	private final List<SpanContext> seen = new ArrayList<>();

	@Test
	void aSuspendingFunctionHasItsSpanWhereverItRuns() {
		assertThat(KotlinCalls.price(this.prices, this.seen)).isEqualTo(30.25);
		SpanData span = spans.take("KotlinPrices.price");
		assertThat(this.seen).hasSize(3).containsOnly(span.getSpanContext());
		assertThat(span.getAttributes().get(AttributeKey.stringKey("symbol"))).isEqualTo("ZEC");
		assertThat(span.getAttributes().get(AttributeKey.doubleKey("price"))).isEqualTo(30.25);
	}

	@Test
	void aSuspendingFunctionInAnotherIsItsChild() {
		KotlinCalls.nested(this.prices, this.seen);
		SpanData inner = spans.take("KotlinPrices.price");
		assertThat(inner.getParentSpanId()).isEqualTo(spans.take("KotlinPrices.outer").getSpanId());
		assertThat(this.seen).containsOnly(inner.getSpanContext());
	}

	@Test
	void theFailureOfASuspendingFunctionIsRecorded() {
		assertThatIllegalStateException()
			.isThrownBy(() -> KotlinCalls.failing(this.prices, new IllegalStateException("broken")))
			.withMessage("broken");
		assertThat(spans.take("KotlinPrices.failing").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> KotlinCalls.failing(this.prices, new IllegalArgumentException()));
		assertThat(spans.take("KotlinPrices.failing").getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
	}

	@Test
	void eachCollectionOfAFlowHasASpan() {
		Flow<Integer> stream = this.prices.stream(1, 2);
		spans.assertNothingLeft();
		for (int collection = 0; collection < 2; collection++) {
			assertThat(KotlinCalls.list(stream)).containsExactly(1, 2);
			spans.take("KotlinPrices.stream");
		}
		assertThat(KotlinCalls.list(this.prices.slowStream(null))).containsExactly(1, 2);
		assertThat(spans.take("KotlinPrices.slowStream").getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
	}

	@Test
	void aFlowThatFailsIsAFailureAndOneThatIsCutShortIsNot() {
		assertThatIllegalStateException()
			.isThrownBy(() -> KotlinCalls.list(this.prices.slowStream(new IllegalStateException())));
		assertThat(spans.take("KotlinPrices.slowStream").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(KotlinCalls.first(this.prices.stream(1, 2))).isEqualTo(1);
		assertThat(spans.take("KotlinPrices.stream").getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
	}

}
