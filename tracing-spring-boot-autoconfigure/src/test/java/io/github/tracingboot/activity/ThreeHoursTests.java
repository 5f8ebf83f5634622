package io.github.tracingboot.activity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.stream.Collectors;

import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.testing.time.TestClock;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** An import of three hours, as it is printed in docs/long-running-work.md. */
class ThreeHoursTests {

	private static final String GUIDE = "../docs/long-running-work.md";

	private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

	private final TestClock clock = TestClock.create();

	private final OpenTelemetrySdk openTelemetry = OpenTelemetrySdk.builder()
		.setTracerProvider(SdkTracerProvider.builder()
			.setClock(this.clock)
			.addSpanProcessor(new ActivityMarks())
			.addSpanProcessor(SimpleSpanProcessor.create(this.exporter))
			.build())
		.setPropagators(ContextPropagators.create(TextMapPropagator.composite(W3CTraceContextPropagator.getInstance(),
				W3CBaggagePropagator.getInstance())))
		.build();

	private final Activities activities = activities("importer");

	@Test
	void activityOfThreeHours() throws IOException {
		Queue<Runnable> queue = new ArrayDeque<>();
		span("POST /imports", SpanKind.SERVER, () -> this.activities.enqueue("accept_import", queue::add, this::run));
		this.clock.advance(Duration.ofMinutes(5));
		queue.remove().run();
		List<SpanData> spans = this.exporter.getFinishedSpanItems();
		List<SpanData> marked = spans.stream()
			.filter((span) -> span.getAttributes().get(ActivityAttributes.ID) != null)
			.toList();
		assertThat(marked).hasSize(4 + 12 + 3)
			.allSatisfy((span) -> assertThat(span.getAttributes().get(ActivityAttributes.ID)).isEqualTo("ledger-42"))
			.allSatisfy((span) -> assertThat(span.getAttributes().get(ActivityAttributes.NAME)).isEqualTo("import"));
		String tree = new Tree(spans).toString();
		Files.writeString(Path.of("target/three-hours.txt"), tree);
		assertThat(Files.readString(Path.of(GUIDE))).as("the guide holds target/three-hours.txt").contains(tree);
	}

	private void run() {
		try (Activity activity = this.activities.start("import", "ledger-42")) {
			Map<String, String> message = new HashMap<>();
			for (int page = 0; page < 12; page++) {
				activity.run("import_page", () -> this.clock.advance(Duration.ofMinutes(14)));
			}
			activity.run("send_report",
					() -> this.openTelemetry.getPropagators()
						.getTextMapPropagator()
						.inject(Context.current(), message, Map::put));
			anotherServiceReceives(message);
		}
	}

	private void anotherServiceReceives(Map<String, String> message) {
		Context received = this.openTelemetry.getPropagators()
			.getTextMapPropagator()
			.extract(Context.root(), message, Headers.INSTANCE);
		try (Scope scope = received.makeCurrent()) {
			span("process report", SpanKind.CONSUMER, () -> {
				Activity activity = Objects.requireNonNull(activities("reporter").current());
				assertThat(activity.segment()).isEqualTo(3);
				activity.nextSegment();
				activity.run("render", () -> this.clock.advance(Duration.ofMinutes(12)));
				activity.close();
			});
		}
	}

	private Activities activities(String service) {
		return new Activities(new ActivityTracing(this.openTelemetry.getTracer(service), this.openTelemetry,
				() -> this.clock.now() / 1_000_000, Duration.ofHours(1), 1000));
	}

	private void span(String name, SpanKind kind, Runnable block) {
		Span span = this.openTelemetry.getTracer("test").spanBuilder(name).setSpanKind(kind).startSpan();
		try (Scope scope = span.makeCurrent()) {
			block.run();
		}
		finally {
			span.end();
		}
	}

	/** Every trace as a tree, with what leads to the others. */
	private static final class Tree {

		private final List<SpanData> spans;

		private final List<String> traces;

		private final StringBuilder text = new StringBuilder();

		Tree(List<SpanData> ended) {
			this.spans = new ArrayList<>(ended);
			this.spans.sort(Comparator.comparingLong(SpanData::getStartEpochNanos));
			this.traces = new ArrayList<>(
					new LinkedHashSet<>(this.spans.stream().map(SpanData::getTraceId).collect(Collectors.toList())));
			for (String trace : this.traces) {
				this.text.append("trace ").append(number(trace)).append('\n');
				this.spans.stream()
					.filter((span) -> span.getTraceId().equals(trace) && !span.getParentSpanContext().isValid())
					.forEach((root) -> print(root, 1));
			}
		}

		private void print(SpanData span, int depth) {
			Long segment = span.getAttributes().get(ActivityAttributes.SEGMENT);
			long minutes = Duration.ofNanos(span.getEndEpochNanos() - span.getStartEpochNanos()).toMinutes();
			String indent = "  ".repeat(depth);
			this.text.append(indent)
				.append(span.getName())
				.append("  [")
				.append(minutes)
				.append(" min]")
				.append((segment != null) ? "  segment " + segment : "")
				.append('\n');
			for (LinkData link : span.getLinks()) {
				String what = link.getAttributes().get(ActivityAttributes.LINK);
				this.text.append(indent)
					.append("    link")
					.append((what != null) ? " " + what : "")
					.append(" -> trace ")
					.append(number(link.getSpanContext().getTraceId()))
					.append('\n');
			}
			for (EventData event : span.getEvents()) {
				this.text.append(indent)
					.append("    event ")
					.append(event.getName())
					.append(" -> trace ")
					.append(number(String.valueOf(event.getAttributes().get(ActivityAttributes.TRACE))))
					.append('\n');
			}
			this.spans.stream()
				.filter((child) -> child.getParentSpanId().equals(span.getSpanId()))
				.forEach((child) -> print(child, depth + 1));
		}

		private int number(String trace) {
			return this.traces.indexOf(trace) + 1;
		}

		@Override
		public String toString() {
			return this.text.toString();
		}

	}

	private enum Headers implements TextMapGetter<Map<String, String>> {

		INSTANCE;

		@Override
		public Iterable<String> keys(Map<String, String> carrier) {
			return carrier.keySet();
		}

		@Override
		public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
			return (carrier != null) ? carrier.get(key) : null;
		}

	}

}
