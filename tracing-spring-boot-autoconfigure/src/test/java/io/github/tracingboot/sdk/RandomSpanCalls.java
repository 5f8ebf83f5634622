package io.github.tracingboot.sdk;

import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.data.SpanData;

import static org.assertj.core.api.Assertions.assertThat;

/** Random calls on a tracer's spans and their builders, the same from the same seed. */
final class RandomSpanCalls {

	private static final String LONG_TEXT = "a text that is longer than a few characters";

	private static final List<SpanKind> KINDS = List.of(SpanKind.values());

	private static final List<StatusCode> CODES = List.of(StatusCode.values());

	private static final List<AttributeKey<?>> KEYS = List.of(AttributeKey.stringKey("text"),
			AttributeKey.stringKey("other"), AttributeKey.longKey("text"), AttributeKey.longKey("count"),
			AttributeKey.doubleKey("ratio"), AttributeKey.booleanKey("flag"), AttributeKey.stringArrayKey("texts"),
			AttributeKey.longArrayKey("counts"), AttributeKey.stringKey(""));

	private RandomSpanCalls() {
	}

	static void make(TracerProvider provider, int seed) {
		Random random = new Random(seed);
		Tracer tracer = provider.get("test");
		SpanBuilder builder = tracer.spanBuilder("work");
		repeat(random, 6, (choice) -> onBuilder(builder, choice, random));
		Span span = builder.startSpan();
		repeat(random, 12, (choice) -> onSpan(span, choice, random));
		// A second one of the same builder shares nothing with the first.
		Span second = builder.setAttribute("second", true).startSpan();
		if (second instanceof ReadWriteSpan readable) {
			// Data of a span that goes on do not change.
			SpanData soFar = readable.toSpanData();
			second.setAttribute("later", 1).addEvent("later").setStatus(StatusCode.ERROR).updateName("later");
			assertThat(SpanText.of(soFar)).doesNotContain("later");
			assertThat(soFar.hasEnded()).isFalse();
		}
		Span child = tracer.spanBuilder("child").setParent(Context.root().with(span)).startSpan();
		child.end();
		second.end(3000, TimeUnit.NANOSECONDS);
		span.end(2000, TimeUnit.NANOSECONDS);
		repeat(random, 3, (choice) -> onSpan(span, choice, random));
		span.end();
	}

	private static void repeat(Random random, int max, Consumer<Integer> call) {
		IntStream.range(0, random.nextInt(max)).forEach((i) -> call.accept(random.nextInt(12)));
	}

	@SuppressWarnings("NullAway") // Neither may mind null.
	private static void onBuilder(SpanBuilder builder, int choice, Random random) {
		switch (choice) {
			case 0 -> builder.setNoParent();
			case 1 -> builder.setParent(Context.root().with(Span.wrap(remote(random))));
			case 2 -> builder.setParent(null);
			case 3 -> builder.addLink(remote(random));
			case 4 -> builder.addLink(remote(random), attributes(random));
			case 5 -> builder.addLink(SpanContext.getInvalid()).addLink(null).addLink(remote(random), null);
			case 6 -> builder.setAttribute("text", LONG_TEXT).setAttribute("none", (String) null);
			case 7 -> builder.setAttribute("count", 1).setAttribute("ratio", 1.5).setAttribute("flag", true);
			case 8 -> builder.setAllAttributes(attributes(random));
			case 9 -> builder.setSpanKind(KINDS.get(random.nextInt(5))).setSpanKind(null);
			case 10 -> builder.setStartTimestamp(1000, TimeUnit.NANOSECONDS).setStartTimestamp(-1, null);
			default -> builder.setAttribute(AttributeKey.stringKey("nothing"), null);
		}
	}

	@SuppressWarnings("NullAway") // Neither may mind null.
	private static void onSpan(Span span, int choice, Random random) {
		switch (choice) {
			case 0 -> span.setAttribute("text", LONG_TEXT).setAttribute("none", (String) null);
			case 1 -> span.setAllAttributes(attributes(random));
			case 2 -> span.addEvent("event").addEvent(null);
			case 3 -> span.addEvent("event", attributes(random)).addEvent("event", (Attributes) null);
			case 4 -> span.addEvent("event", attributes(random), 1500, TimeUnit.NANOSECONDS);
			case 5 -> span.addEvent("event", 1500, TimeUnit.NANOSECONDS).addEvent("event", 1500, null);
			case 6 -> span.setStatus(CODES.get(random.nextInt(3)), "reason").setStatus(null, null);
			case 7 -> span.recordException(new IllegalStateException(LONG_TEXT), attributes(random));
			case 8 -> span.recordException(new Exception() {
			}).recordException(null);
			case 9 -> span.updateName("name " + random.nextInt(3)).updateName(null);
			case 10 -> span.addLink(remote(random), attributes(random)).addLink(null).addLink(SpanContext.getInvalid());
			default -> span.setStatus(StatusCode.ERROR).setAttribute(AttributeKey.longKey("count"), 5);
		}
	}

	@SuppressWarnings("unchecked")
	private static Attributes attributes(Random random) {
		var builder = Attributes.builder();
		for (int i = random.nextInt(4); i > 0; i--) {
			AttributeKey<Object> key = (AttributeKey<Object>) KEYS.get(random.nextInt(KEYS.size()));
			builder.put(key, switch (key.getType()) {
				case STRING -> LONG_TEXT;
				case LONG -> random.nextLong(3);
				case DOUBLE -> random.nextDouble();
				case BOOLEAN -> random.nextBoolean();
				case STRING_ARRAY -> List.of(LONG_TEXT, "short");
				default -> List.of(1L, 2L);
			});
		}
		return builder.build();
	}

	private static SpanContext remote(Random random) {
		return SpanContext.createFromRemoteParent("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331",
				random.nextBoolean() ? TraceFlags.getSampled() : TraceFlags.getDefault(),
				random.nextBoolean() ? TraceState.getDefault() : TraceState.builder().put("vendor", "1").build());
	}

}
