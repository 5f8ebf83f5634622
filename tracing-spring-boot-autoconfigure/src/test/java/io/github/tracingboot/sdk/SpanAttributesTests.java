package io.github.tracingboot.sdk;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SpanAttributesTests extends PipelineTest {

	@Test
	void manyAttributesAreFoundAgain() {
		Tracer tracer = pipeline(SpanLimits.builder().setMaxNumberOfAttributes(100_000).build()).get("test");
		ReadWriteSpan span = (ReadWriteSpan) tracer.spanBuilder("work").startSpan();
		for (int round = 0; round < 2; round++) {
			for (int i = 0; i < 50_000; i++) {
				span.setAttribute("key." + i, i + round);
			}
		}
		SpanData soFar = span.toSpanData();
		span.setAttribute("key.0", -1).setAttribute("late", 1).end();
		Attributes attributes = this.spans.take("work").getAttributes();
		assertThat(attributes.size()).isEqualTo(50_001);
		assertThat(attributes.get(AttributeKey.longKey("key.49999"))).isEqualTo(50_000);
		assertThat(attributes.get(AttributeKey.stringKey("key.49999"))).isNull();
		assertThat(soFar.getAttributes().get(AttributeKey.longKey("key.0"))).isEqualTo(1);
		assertThat(soFar.getAttributes().get(AttributeKey.longKey("late"))).isNull();
	}

	@Test
	void keysOfTheSameHashAreTwo() {
		AttributeKey<String> one = AttributeKey.stringKey("Aa");
		AttributeKey<String> other = AttributeKey.stringKey("BB");
		assertThat(one).hasSameHashCodeAs(other);
		SpanAttributes attributes = new SpanAttributes(10, Integer.MAX_VALUE);
		attributes.put(one, "1");
		attributes.put(other, "2");
		assertThat(attributes.asMap()).isEqualTo(Map.of(one, "1", other, "2"));
	}

	@Test
	void attributesThatSeveralSpansStartWithAreNotChanged() {
		Attributes given = Attributes.of(AttributeKey.stringKey("system"), "rabbitmq");
		for (int i = 0; i < 2; i++) {
			Span span = this.tracer.spanBuilder("work").setAllAttributes(given).startSpan();
			span.setAttribute("number", i).end();
			assertThat(this.spans.take("work").getAttributes()).isEqualTo(given.toBuilder().put("number", i).build());
		}
		assertThat(given.size()).isEqualTo(1);
	}

	@Test
	void whatASpanStartedWithCanBeSetAgain() {
		AttributeKey<String> system = AttributeKey.stringKey("system");
		AttributeKey<Long> number = AttributeKey.longKey("number");
		Attributes given = Attributes.of(system, "rabbitmq", number, 1L);
		ReadWriteSpan span = (ReadWriteSpan) this.tracer.spanBuilder("work").setAllAttributes(given).startSpan();
		span.setAttribute("late", true);
		assertThat(span.getAttribute(number)).isEqualTo(1);
		SpanData soFar = span.toSpanData();
		span.setAttribute(number, 2L).end();
		SpanData data = this.spans.take("work");
		assertThat(data.getAttributes()).isEqualTo(given.toBuilder().put("late", true).put(number, 2L).build());
		assertThat(data.getAttributes().size()).isEqualTo(3);
		assertThat(data.getTotalAttributeCount()).isEqualTo(4);
		assertThat(soFar.getAttributes()).isEqualTo(given.toBuilder().put("late", true).build());
		assertThat(given.get(number)).isEqualTo(1);
	}

	@Test
	void whatASpanStartedWithCountsForTheLimit() {
		Tracer tracer = pipeline(SpanLimits.builder().setMaxNumberOfAttributes(2).build()).get("test");
		Attributes given = Attributes.of(AttributeKey.stringKey("a"), "1");
		tracer.spanBuilder("work")
			.setAllAttributes(given)
			.startSpan()
			.setAttribute("b", "2")
			.setAttribute("c", "3")
			.end();
		SpanData data = this.spans.take("work");
		assertThat(data.getAttributes()).isEqualTo(given.toBuilder().put("b", "2").build());
		assertThat(data.getTotalAttributeCount()).isEqualTo(3);
	}

	@Test
	void attributesEqualOthersOfTheSameContent() {
		SpanAttributes attributes = new SpanAttributes(10, Integer.MAX_VALUE);
		attributes.put(AttributeKey.stringKey("b"), "1");
		attributes.put(AttributeKey.stringKey("a"), "2");
		Attributes same = Attributes.of(AttributeKey.stringKey("a"), "2", AttributeKey.stringKey("b"), "1");
		assertThat(attributes).isEqualTo(same).isEqualTo(new SpanAttributes(attributes));
		assertThat(attributes).hasSameHashCodeAs(new SpanAttributes(attributes)).isNotEqualTo(Attributes.empty());
		assertThat(attributes.toBuilder().build()).isEqualTo(same);
		List<String> order = new ArrayList<>();
		attributes.forEach((key, value) -> order.add(key.getKey()));
		assertThat(order).containsExactly("b", "a");
	}

	@Test
	void lengthsWithinStructuredValuesAreLimitedToo() {
		Value<?> value = Value.of(KeyValue.of("text", Value.of("12345")),
				KeyValue.of("list", Value.of(Value.of("12345"), Value.of(12345))),
				KeyValue.of("bytes", Value.of(new byte[] { 1, 2, 3, 4 })));
		assertThat(ValueLimit.apply(value, 3)).isEqualTo(Value.of(KeyValue.of("text", Value.of("123")),
				KeyValue.of("list", Value.of(Value.of("123"), Value.of(12345))),
				KeyValue.of("bytes", Value.of(new byte[] { 1, 2, 3 }))));
		assertThat(ValueLimit.apply(value, 5)).isEqualTo(value);
		assertThat(ValueLimit.apply(value, Integer.MAX_VALUE)).isSameAs(value);
	}

}
