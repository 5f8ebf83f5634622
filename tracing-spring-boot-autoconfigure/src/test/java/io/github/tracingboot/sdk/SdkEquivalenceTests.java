package io.github.tracingboot.sdk;

import java.util.ArrayList;
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
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.ExceptionEventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever is done to a span, its data are those that the SDK's span has. The calls are
 * random, from fixed seeds, and made on both.
 */
class SdkEquivalenceTests {

	private static final int SEQUENCES = 3000;

	private static final String LONG_TEXT = "a text that is longer than a few characters";

	private static final List<SamplingDecision> DECISIONS = List.of(SamplingDecision.values());

	private static final List<SpanKind> KINDS = List.of(SpanKind.values());

	private static final List<StatusCode> CODES = List.of(StatusCode.values());

	private static final List<AttributeKey<?>> KEYS = List.of(AttributeKey.stringKey("text"),
			AttributeKey.stringKey("other"), AttributeKey.longKey("text"), AttributeKey.longKey("count"),
			AttributeKey.doubleKey("ratio"), AttributeKey.booleanKey("flag"), AttributeKey.stringArrayKey("texts"),
			AttributeKey.longArrayKey("counts"), AttributeKey.stringKey(""));

	private final Resource resource = Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "orders"));

	static List<SpanLimits> limits() {
		return List.of(SpanLimits.getDefault(),
				SpanLimits.builder()
					.setMaxNumberOfAttributes(2)
					.setMaxNumberOfEvents(2)
					.setMaxNumberOfLinks(1)
					.setMaxNumberOfAttributesPerEvent(1)
					.setMaxNumberOfAttributesPerLink(1)
					.setMaxAttributeValueLength(5)
					.build(),
				SpanLimits.builder()
					.setMaxNumberOfAttributes(0)
					.setMaxNumberOfEvents(0)
					.setMaxNumberOfLinks(0)
					.setMaxNumberOfAttributesPerEvent(0)
					.setMaxNumberOfAttributesPerLink(0)
					.setMaxAttributeValueLength(0)
					.build());
	}

	@ParameterizedTest
	@MethodSource("limits")
	void allCallsHaveTheSameEffect(SpanLimits limits) {
		for (int seed = 0; seed < SEQUENCES; seed++) {
			Recorder ours = new Recorder();
			Recorder theirs = new Recorder();
			run(new SpanPipeline(this.resource, limits, sampler(seed), ours.processor()), seed);
			SdkTracerProvider sdk = SdkTracerProvider.builder()
				.setResource(this.resource)
				.setSpanLimits(limits)
				.setSampler(sampler(seed))
				.addSpanProcessor(theirs.processor())
				.build();
			run(sdk, seed);
			assertThat(ours.seen()).as("seed %s, %s", seed, limits).isEqualTo(theirs.seen());
		}
	}

	@Test
	void tracersTellTheirInstrumentation() {
		SdkTracerProvider sdk = SdkTracerProvider.builder().build();
		SpanPipeline ours = new SpanPipeline(this.resource, SpanLimits.getDefault(), Sampler.alwaysOn(),
				SpanProcessor.composite());
		for (TracerProvider provider : List.of(sdk, ours)) {
			assertThat(scope(provider.get(""))).hasToString(scope(sdk.get("")).toString());
			assertThat(scope(provider.get("a", "1"))).hasToString(scope(sdk.get("a", "1")).toString());
			Tracer full = provider.tracerBuilder("a").setInstrumentationVersion("1").setSchemaUrl("http://s").build();
			assertThat(scope(full).toString()).contains("name=a", "version=1", "schemaUrl=http://s");
			assertThat(((ReadWriteSpan) full.spanBuilder(" ").startSpan()).getName())
				.isEqualTo("<unspecified span name>");
		}
	}

	private static Object scope(Tracer tracer) {
		return ((ReadWriteSpan) tracer.spanBuilder("work").startSpan()).getInstrumentationScopeInfo();
	}

	/** Each third trace is refused, each third recorded and not sent. */
	private static Sampler sampler(int seed) {
		return new Sampler() {
			@Override
			public SamplingResult shouldSample(Context parent, String traceId, String name, SpanKind kind,
					Attributes attributes, List<LinkData> links) {
				SamplingDecision decision = DECISIONS.get((seed / 7 + attributes.size() + links.size()) % 3);
				Attributes more = (seed % 2 == 0) ? Attributes.empty()
						: Attributes.of(AttributeKey.stringKey("sampler"), "test");
				return SamplingResult.create(decision, more);
			}

			@Override
			public String getDescription() {
				return "test";
			}
		};
	}

	private static void run(TracerProvider provider, int seed) {
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
			assertThat(text(soFar)).doesNotContain("later");
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

	private static String text(SpanData span) {
		boolean given = span.getStartEpochNanos() == 1000;
		return String.join("; ", span.getName(), span.getKind().toString(), parent(span.getParentSpanContext()),
				context(span.getSpanContext()), String.valueOf(given), String.valueOf(span.hasEnded()),
				String.valueOf(span.getEndEpochNanos() < 4000 ? span.getEndEpochNanos() : -1),
				String.valueOf(span.getStatus()), sorted(span.getAttributes()),
				String.valueOf(span.getTotalAttributeCount()),
				span.getEvents().stream().map(SdkEquivalenceTests::text).toList().toString(),
				String.valueOf(span.getTotalRecordedEvents()),
				span.getLinks().stream().map(SdkEquivalenceTests::text).toList().toString(),
				String.valueOf(span.getTotalRecordedLinks()), span.getResource().toString(),
				span.getInstrumentationScopeInfo().toString());
	}

	private static String sorted(Attributes attributes) {
		List<String> texts = new ArrayList<>();
		attributes.forEach((key, value) -> texts.add(key.getType() + " " + key + "="
		// Of the trace the beginning: it tells where the test itself was.
				+ value.toString().lines().findFirst().orElse("")));
		texts.sort(null);
		assertThat(texts).hasSize(attributes.size());
		return texts.toString();
	}

	private static String parent(SpanContext parent) {
		return parent.isRemote() ? parent.toString() : String.valueOf(parent.isValid());
	}

	private static String context(SpanContext context) {
		return context.isValid() + " " + context.isRemote() + " " + context.getTraceFlags() + " "
				+ context.getTraceState();
	}

	private static String text(EventData event) {
		boolean given = event.getEpochNanos() == 1500;
		@Nullable Throwable exception = (event instanceof ExceptionEventData data) ? data.getException() : null;
		return event.getName() + given + ((exception != null) ? exception.getClass() : "")
				+ sorted(event.getAttributes()) + event.getTotalAttributeCount() + " "
				+ event.getDroppedAttributesCount();
	}

	private static String text(LinkData link) {
		return link.getSpanContext() + sorted(link.getAttributes());
	}

	/** What a processor and an exporter see of the spans. */
	private static final class Recorder {

		private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

		private final SpanProcessor processor = SpanProcessor.composite(SimpleSpanProcessor.create(this.exporter),
				SimpleSpanProcessor.builder(this.exporter).setExportUnsampledSpans(true).build());

		SpanProcessor processor() {
			return this.processor;
		}

		List<String> seen() {
			return this.exporter.getFinishedSpanItems().stream().map(SdkEquivalenceTests::text).toList();
		}

	}

}
