package io.github.tracingboot.exporter;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import io.opentelemetry.sdk.common.CompletableResultCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What is sent at shutdown. */
@Timeout(30)
class BatchingSpanProcessorShutdownTests {

	@RegisterExtension
	final Batching batching = new Batching();

	private final FakeExporter exporter = this.batching.exporter;

	@Test
	void shutdownSendsWhatIsThereOnceAndCountsWhatComesLater() {
		BatchingSpanProcessor processor = this.batching.start(100, 5, Batching.LONG, Batching.LONG);
		this.batching.end(processor, 12);
		CompletableResultCode stopped = processor.shutdown();
		assertThat(processor.shutdown()).isSameAs(stopped);
		assertThat(stopped.join(20, TimeUnit.SECONDS).isSuccess()).isTrue();
		assertThat(this.exporter.shutdowns).hasValue(1);
		this.batching.end(processor, 3);
		assertThat(Batching.counts(processor))
			.isEqualTo("queued 0, sending 0, exported 12, failed 0, dropped 0, late 3");
		assertThat(Batching.flush(processor)).isTrue();
	}

	@Test
	void shutdownUnderLoadLosesNothing() throws InterruptedException {
		BatchingSpanProcessor processor = this.batching.start(1000, 10, Batching.LONG, Batching.LONG);
		AtomicLong ended = new AtomicLong();
		CountDownLatch running = new CountDownLatch(2);
		List<Thread> load = Stream.generate(() -> new Thread(() -> {
			while (processor.late() == 0) {
				this.batching.end(processor, 1);
				if (ended.incrementAndGet() == 100) {
					running.countDown();
				}
				running.countDown();
			}
			this.batching.end(processor, 1);
			ended.incrementAndGet();
		})).limit(2).toList();
		load.forEach(Thread::start);
		running.await();
		assertThat(processor.shutdown().join(20, TimeUnit.SECONDS).isSuccess()).isTrue();
		for (Thread thread : load) {
			thread.join();
		}
		assertThat(processor.exported() + processor.dropped() + processor.late()).isEqualTo(ended.get());
		assertThat(this.exporter.names()).hasSize(Math.toIntExact(processor.exported()));
		assertThat(processor.queued() + processor.sending()).isZero();
	}

	@Test
	void anExporterThatHangsAtShutdownIsTriedOnlyOnce() {
		this.exporter.answer = CompletableResultCode::new;
		BatchingSpanProcessor processor = this.batching.start(100, 5, Batching.LONG, Duration.ofMillis(100));
		this.batching.end(processor, 99);
		assertThat(processor.shutdown().join(20, TimeUnit.SECONDS).isSuccess()).isTrue();
		assertThat(this.exporter.batches.size()).isLessThan(4);
		assertThat(Batching.counts(processor))
			.isEqualTo("queued 0, sending 0, exported 0, failed 99, dropped 0, late 0");
	}

	@Test
	void aShutdownThatFailsSaysSo() {
		this.exporter.atShutdown = CompletableResultCode.ofFailure();
		BatchingSpanProcessor processor = this.batching.start(100, 5, Batching.LONG, Batching.LONG);
		assertThat(processor.shutdown().join(20, TimeUnit.SECONDS).isSuccess()).isFalse();
	}

}
