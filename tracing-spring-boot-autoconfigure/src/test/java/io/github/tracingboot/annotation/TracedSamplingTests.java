package io.github.tracingboot.annotation;

import java.util.List;
import java.util.Optional;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.core.SpanErrors;
import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** What a sampler decides, and on what. */
@ExtendWith(OutputCaptureExtension.class)
class TracedSamplingTests {

	@RegisterExtension
	static final SpanRecorder spans = new SpanRecorder();

	@Test
	void nothingIsWorkedOutForASpanThatIsNotRecorded(CapturedOutput output) {
		Tracer unsampled = SdkTracerProvider.builder()
			.addSpanProcessor(spans)
			.setSampler(Sampler.alwaysOff())
			.build()
			.get("test");
		Proxies.traced(unsampled, new TracedAttributesTests.Orders())
			.broken(new TracedAttributesTests.BrokenOrder(), new Object());
		assertThat(output).doesNotContain("Orders.broken");
	}

	@Test
	void aSamplerSeesTheAttributesWhereItWantsTo() {
		Tracer choosy = SdkTracerProvider.builder()
			.addSpanProcessor(spans)
			.setSampler(new OrderSampler())
			.build()
			.get("test");
		TracedAttributesTests.Orders seen = Proxies.traced(choosy, new TracedAttributesTests.Orders(),
				new SpanSettings(SpanErrors.Detail.FULL, true));
		seen.parameters("A-1", 3, true, Optional.empty(), null, List.of());
		seen.parameters("other", 3, true, Optional.empty(), null, List.of());
		assertThat(spans.take("Orders.parameters").getAttributes().asMap())
			.containsEntry(AttributeKey.stringKey("order.id"), "A-1")
			.containsEntry(AttributeKey.longKey("count"), 3L);
	}

	@Test
	void aSamplerThatThrowsLeavesTheCallAlone(CapturedOutput output) {
		Tracer broken = SdkTracerProvider.builder()
			.addSpanProcessor(spans)
			.setSampler(new BrokenSampler())
			.build()
			.get("test");
		TracedBeans.Orders orders = Proxies.traced(broken, new TracedBeans.Orders());
		orders.place();
		orders.place();
		assertThat(output).containsOnlyOnce("Orders.place runs without a span");
	}

	static final class OrderSampler implements Sampler {

		@Override
		public SamplingResult shouldSample(Context parentContext, String traceId, String name, SpanKind spanKind,
				Attributes attributes, List<LinkData> parentLinks) {
			return "A-1".equals(attributes.get(AttributeKey.stringKey("order.id"))) ? SamplingResult.recordAndSample()
					: SamplingResult.drop();
		}

		@Override
		public String getDescription() {
			return "orders";
		}

	}

	static final class BrokenSampler implements Sampler {

		@Override
		public SamplingResult shouldSample(Context parentContext, String traceId, String name, SpanKind spanKind,
				Attributes attributes, List<LinkData> parentLinks) {
			throw new IllegalStateException("broken");
		}

		@Override
		public String getDescription() {
			return "broken";
		}

	}

}
