package io.github.tracingboot.exporter;

import java.util.concurrent.TimeUnit;

import io.opentelemetry.sdk.common.CompletableResultCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** When a flush is done. */
@Timeout(30)
class BatchingSpanProcessorFlushTests {

	@RegisterExtension
	final Batching batching = new Batching();

	private final FakeExporter exporter = this.batching.exporter;

	@Test
	void aFlushIsDoneWhenAllThatEndedBeforeIsSent() throws InterruptedException {
		CompletableResultCode first = new CompletableResultCode();
		this.exporter.answer = () -> first;
		BatchingSpanProcessor processor = this.batching.start(100, 5, Batching.LONG, Batching.LONG);
		this.batching.end(processor, 12);
		this.batching.nextBatch();
		CompletableResultCode flush = processor.forceFlush();
		CompletableResultCode another = processor.forceFlush();
		assertThat(flush.join(50, TimeUnit.MILLISECONDS).isDone()).isFalse();
		this.exporter.answer = CompletableResultCode::ofSuccess;
		first.succeed();
		assertThat(flush.join(20, TimeUnit.SECONDS).isSuccess()).isTrue();
		assertThat(another.join(20, TimeUnit.SECONDS).isSuccess()).isTrue();
		assertThat(processor.exported()).isEqualTo(12);
		assertThat(this.exporter.flushes).hasValue(2);
	}

	@Test
	void aFlushOfNothingIsDoneAtOnceAndOneThatFailsSaysSo() {
		BatchingSpanProcessor processor = this.batching.start(100, 5, Batching.LONG, Batching.LONG);
		assertThat(Batching.flush(processor)).isTrue();
		this.exporter.answer = CompletableResultCode::ofFailure;
		this.batching.end(processor, 1);
		assertThat(Batching.flush(processor)).isFalse();
	}

	@Test
	void aFlushEndsWhileSpansKeepComing() throws InterruptedException {
		BatchingSpanProcessor processor = this.batching.start(1000, 10, Batching.LONG, Batching.LONG);
		Thread load = new Thread(() -> {
			while (!Thread.interrupted()) {
				this.batching.end(processor, 1);
			}
		});
		load.start();
		for (int i = 0; i < 20; i++) {
			assertThat(Batching.flush(processor)).isTrue();
		}
		load.interrupt();
		load.join();
	}

	@Test
	void whoThrowsWhenToldAboutAFlushDoesNotStopTheExport() {
		BatchingSpanProcessor processor = this.batching.start(100, 5, Batching.LONG, Batching.LONG);
		CompletableResultCode first = new CompletableResultCode();
		this.exporter.answer = () -> first;
		this.batching.end(processor, 1);
		processor.forceFlush().whenComplete(() -> {
			throw new IllegalStateException("listener");
		});
		this.exporter.answer = CompletableResultCode::ofSuccess;
		first.succeed();
		this.batching.end(processor, 1);
		Batching.flush(processor);
		assertThat(processor.exported()).isEqualTo(2);
	}

}
