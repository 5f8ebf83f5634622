package io.github.tracingboot.exporter;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ConsoleSpanExporterTests {

	private static final SpanData ROOT = TestSpans.span("a", "root", SpanKind.SERVER, "1", null).build();

	private static final SpanData CHILD = TestSpans.span("a", "child", SpanKind.INTERNAL, "2", "1").build();

	private final CountDownLatch printed = new CountDownLatch(1);

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream() {
		@Override
		public void flush() {
			ConsoleSpanExporterTests.this.printed.countDown();
		}
	};

	private ConsoleSpanExporter exporter = exporter(Duration.ofHours(1), 100);

	@AfterEach
	void stop() {
		this.exporter.shutdown();
	}

	@Test
	void aFinishedTraceIsPrintedByItself() throws InterruptedException {
		this.exporter = exporter(Duration.ofMillis(20), 100);
		assertThat(this.exporter.export(List.of(ROOT, CHILD)).isSuccess()).isTrue();
		assertThat(this.printed.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(printed()).isEqualTo("""
				a: root      SERVER  [10 ms]
				└─ a: child          [10 ms]
				""");
	}

	@Test
	void flushPrintsAtOnceWhatIsThere() {
		this.exporter.export(List.of(CHILD));
		assertThat(printed()).isEmpty();
		assertThat(this.exporter.flush().isSuccess()).isTrue();
		assertThat(printed()).isEqualTo("a: child  [10 ms]\n");
	}

	@Test
	void shutdownPrintsAtOnceAndStopsTheTimer() throws InterruptedException {
		this.exporter.export(List.of(ROOT));
		assertThat(this.exporter.shutdown().isSuccess()).isTrue();
		assertThat(printed()).isEqualTo("a: root  SERVER  [10 ms]\n");
		assertThat(this.exporter.export(List.of(CHILD)).isSuccess()).isFalse();
		for (Thread thread : Thread.getAllStackTraces().keySet()) {
			if (thread.getName().equals("tracing-console")) {
				thread.join(10_000);
				assertThat(thread.isAlive()).isFalse();
			}
		}
	}

	@Test
	void tooMuchIsPrintedUnfinished() {
		this.exporter = exporter(Duration.ofHours(1), 1);
		this.exporter.export(List.of(CHILD, ROOT));
		assertThat(printed()).contains("a: child").contains("a: root");
	}

	private ConsoleSpanExporter exporter(Duration quiet, int maxSpans) {
		return new ConsoleSpanExporter(new PrintStream(this.bytes, false, StandardCharsets.UTF_8), TraceTree.View.FULL,
				quiet, maxSpans);
	}

	private String printed() {
		return this.bytes.toString(StandardCharsets.UTF_8);
	}

}
