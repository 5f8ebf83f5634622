package io.github.tracingboot.exporter;

import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@Timeout(30)
class BatchingSpanProcessorTests {

	private static final Duration LONG = Duration.ofMinutes(10);

	private static final Duration SHORT = Duration.ofMillis(20);

	private final FakeExporter exporter = new FakeExporter();

	private final SdkTracerProvider spans = SdkTracerProvider.builder().build();

	private @Nullable BatchingSpanProcessor processor;

	@AfterEach
	void stop() {
		if (this.processor != null) {
			this.processor.shutdown();
		}
	}

	@Test
	void aFullBatchIsSentAtOnce() throws InterruptedException {
		BatchingSpanProcessor processor = start(100, 3, LONG, LONG);
		end(processor, 3);
		assertThat(nextBatch()).hasSize(3);
		end(processor, 7);
		assertThat(nextBatch()).hasSize(3);
		assertThat(nextBatch()).hasSize(3);
		assertThat(processor.queued()).isOne();
	}

	@Test
	void asManySpansAsThereAreAreSentAfterTheDelay() throws InterruptedException {
		BatchingSpanProcessor processor = start(100, 50, SHORT, LONG);
		end(processor, 2);
		assertThat(nextBatch()).isNotEmpty();
		await().until(() -> processor.exported() == 2);
	}

	@Test
	void onlySampledSpansAreSent() {
		SdkTracerProvider recordOnly = SdkTracerProvider.builder()
			.setSampler(sampler(SamplingResult.recordOnly()))
			.build();
		BatchingSpanProcessor processor = start(100, 50, LONG, LONG);
		processor.onEnd((ReadableSpan) recordOnly.get("test").spanBuilder("x").startSpan());
		end(processor, 1);
		assertThat(flush(processor)).isTrue();
		assertThat(this.exporter.names()).containsExactly("0");
	}

	@Test
	void whatFindsTheQueueFullIsCountedAndNothingElseIsLost() throws InterruptedException {
		CompletableResultCode first = new CompletableResultCode();
		this.exporter.answer = () -> first;
		BatchingSpanProcessor processor = start(10, 2, LONG, LONG);
		end(processor, 2);
		assertThat(nextBatch()).hasSize(2);
		end(processor, 15);
		assertThat(counts(processor)).isEqualTo("queued 10, sending 2, exported 0, failed 0, dropped 5, late 0");
		this.exporter.answer = CompletableResultCode::ofSuccess;
		first.succeed();
		await().until(() -> processor.exported() == 12);
		assertThat(this.exporter.names()).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
		assertThat(counts(processor)).isEqualTo("queued 0, sending 0, exported 12, failed 0, dropped 5, late 0");
	}

	@Test
	void anAnswerThatDoesNotComeIsAFailureAndComesTooLateAfterwards() throws InterruptedException {
		CompletableResultCode late = new CompletableResultCode();
		this.exporter.answer = () -> late;
		BatchingSpanProcessor processor = start(10, 2, LONG, SHORT);
		end(processor, 2);
		Collection<SpanData> batch = nextBatch();
		await().until(() -> processor.failed() == 2);
		assertThat(processor.lastError()).isEqualTo("TimeoutException: no answer after 20 ms");
		assertThat(processor.lastErrorTime()).isBetween(Instant.now().minusSeconds(30), Instant.now());
		this.exporter.answer = CompletableResultCode::ofSuccess;
		end(processor, 2);
		await().until(() -> processor.exported() == 2);
		late.succeed();
		assertThat(counts(processor)).isEqualTo("queued 0, sending 0, exported 2, failed 2, dropped 0, late 0");
		assertThat(batch).hasSize(2);
	}

	@Test
	@SuppressWarnings("NullAway")
	void whateverAnExporterDoesTheNextBatchIsSent() {
		BatchingSpanProcessor processor = start(10, 2, LONG, LONG);
		this.exporter.answer = () -> {
			throw new NoClassDefFoundError("com/example/Gone");
		};
		assertThat(errorAfterABatch(processor)).isEqualTo("NoClassDefFoundError: com/example/Gone");
		this.exporter.answer = () -> {
			throw new AssertionError("no");
		};
		assertThat(errorAfterABatch(processor)).isEqualTo("AssertionError: no");
		this.exporter.answer = () -> null;
		assertThat(errorAfterABatch(processor)).isEqualTo("NullPointerException: the exporter returned null");
		this.exporter.answer = CompletableResultCode::ofFailure;
		assertThat(errorAfterABatch(processor)).isEqualTo("IllegalStateException: the exporter gave no reason");
		this.exporter.answer = () -> {
			Thread.currentThread().interrupt();
			return CompletableResultCode.ofExceptionalFailure(new ConnectException("refused"));
		};
		assertThat(errorAfterABatch(processor)).isEqualTo("ConnectException: refused");
		this.exporter.answer = CompletableResultCode::ofSuccess;
		end(processor, 2);
		await().until(() -> processor.exported() == 2);
	}

	@Test
	void anInterruptedExporterIsStillWaitedFor() throws InterruptedException {
		CompletableResultCode answer = new CompletableResultCode();
		this.exporter.answer = () -> {
			Thread.currentThread().interrupt();
			return answer;
		};
		BatchingSpanProcessor processor = start(10, 1, LONG, LONG);
		end(processor, 2);
		nextBatch();
		assertThat(this.exporter.batches.poll(50, TimeUnit.MILLISECONDS)).isNull();
		answer.succeed();
		await().until(() -> processor.exported() == 2);
	}

	@Test
	void aFlushIsDoneWhenAllThatEndedBeforeIsSent() throws InterruptedException {
		CompletableResultCode first = new CompletableResultCode();
		this.exporter.answer = () -> first;
		BatchingSpanProcessor processor = start(100, 5, LONG, LONG);
		end(processor, 12);
		nextBatch();
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
		BatchingSpanProcessor processor = start(100, 5, LONG, LONG);
		assertThat(flush(processor)).isTrue();
		this.exporter.answer = CompletableResultCode::ofFailure;
		end(processor, 1);
		assertThat(flush(processor)).isFalse();
	}

	@Test
	void aFlushEndsWhileSpansKeepComing() throws InterruptedException {
		BatchingSpanProcessor processor = start(1000, 10, LONG, LONG);
		Thread load = new Thread(() -> {
			while (!Thread.interrupted()) {
				end(processor, 1);
			}
		});
		load.start();
		for (int i = 0; i < 20; i++) {
			assertThat(flush(processor)).isTrue();
		}
		load.interrupt();
		load.join();
	}

	@Test
	void whoThrowsWhenToldAboutAFlushDoesNotStopTheExport() {
		BatchingSpanProcessor processor = start(100, 5, LONG, LONG);
		CompletableResultCode first = new CompletableResultCode();
		this.exporter.answer = () -> first;
		end(processor, 1);
		processor.forceFlush().whenComplete(() -> {
			throw new IllegalStateException("listener");
		});
		this.exporter.answer = CompletableResultCode::ofSuccess;
		first.succeed();
		end(processor, 1);
		flush(processor);
		assertThat(processor.exported()).isEqualTo(2);
	}

	@Test
	void shutdownSendsWhatIsThereOnceAndCountsWhatComesLater() {
		BatchingSpanProcessor processor = start(100, 5, LONG, LONG);
		end(processor, 12);
		CompletableResultCode stopped = processor.shutdown();
		assertThat(processor.shutdown()).isSameAs(stopped);
		assertThat(stopped.join(20, TimeUnit.SECONDS).isSuccess()).isTrue();
		assertThat(this.exporter.shutdowns).hasValue(1);
		end(processor, 3);
		assertThat(counts(processor)).isEqualTo("queued 0, sending 0, exported 12, failed 0, dropped 0, late 3");
		assertThat(flush(processor)).isTrue();
	}

	@Test
	void shutdownUnderLoadLosesNothing() throws InterruptedException {
		BatchingSpanProcessor processor = start(1000, 10, LONG, LONG);
		AtomicLong ended = new AtomicLong();
		CountDownLatch running = new CountDownLatch(2);
		List<Thread> load = Stream.generate(() -> new Thread(() -> {
			while (processor.late() == 0) {
				end(processor, 1);
				if (ended.incrementAndGet() == 100) {
					running.countDown();
				}
				running.countDown();
			}
			end(processor, 1);
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
		BatchingSpanProcessor processor = start(100, 5, LONG, Duration.ofMillis(100));
		end(processor, 99);
		assertThat(processor.shutdown().join(20, TimeUnit.SECONDS).isSuccess()).isTrue();
		assertThat(this.exporter.batches.size()).isLessThan(4);
		assertThat(counts(processor)).isEqualTo("queued 0, sending 0, exported 0, failed 99, dropped 0, late 0");
	}

	@Test
	void aShutdownThatFailsSaysSo() {
		this.exporter.atShutdown = CompletableResultCode.ofFailure();
		BatchingSpanProcessor processor = start(100, 5, LONG, LONG);
		assertThat(processor.shutdown().join(20, TimeUnit.SECONDS).isSuccess()).isFalse();
	}

	@Test
	void aSpanThatIsFollowedIsSentAtOnceAndItsSenderToldWhatBecameOfIt() {
		BatchingSpanProcessor processor = start(100, 50, LONG, LONG);
		assertThat(processor.send(span("canary"))).succeedsWithin(Duration.ofSeconds(20));
		assertThat(this.exporter.names()).containsExactly("canary");
		this.exporter.answer = () -> CompletableResultCode.ofExceptionalFailure(new ConnectException("refused"));
		assertThatThrownBy(processor.send(span("canary"))::join).hasRootCauseMessage("ConnectException: refused");
	}

	@Test
	void aSpanThatIsFollowedAndFindsNoPlaceIsReportedAtOnce() throws InterruptedException {
		CompletableResultCode first = new CompletableResultCode();
		this.exporter.answer = () -> first;
		BatchingSpanProcessor processor = start(2, 2, LONG, LONG);
		end(processor, 2);
		nextBatch();
		end(processor, 2);
		CompletableFuture<@Nullable Void> sent = processor.send(span("canary"));
		assertThatThrownBy(sent::join).hasRootCauseMessage("the queue is full, 2 spans wait");
		first.succeed();
		processor.shutdown().join(20, TimeUnit.SECONDS);
		assertThatThrownBy(processor.send(span("canary"))::join).hasRootCauseMessage("the exporter is shut down");
		assertThat(counts(processor)).isEqualTo("queued 0, sending 0, exported 4, failed 0, dropped 1, late 1");
	}

	@Test
	void itsThreadIsADaemonOfThatName() {
		start(10, 5, LONG, LONG);
		assertThat(Thread.getAllStackTraces().keySet()).filteredOn((thread) -> thread.getName().contains("fake"))
			.isNotEmpty()
			.allMatch((thread) -> thread.isDaemon() && thread.getName().equals("tracing-export-fake"));
	}

	private BatchingSpanProcessor start(int capacity, int batch, Duration delay, Duration timeout) {
		ExporterProperties.Batch settings = new ExporterProperties.Batch(capacity, batch, delay, timeout);
		SpanQueue queue = new SpanQueue(capacity);
		ExportReport report = new ExportReport("fake", Instant::now, System::nanoTime);
		ExportWorker worker = new ExportWorker(queue, this.exporter, report, settings);
		BatchingSpanProcessor started = new BatchingSpanProcessor("fake", "fake", queue, report, worker);
		started.start();
		this.processor = started;
		return started;
	}

	private void end(BatchingSpanProcessor processor, int count) {
		IntStream.range(0, count).forEach((i) -> processor.onEnd(span(String.valueOf(i))));
	}

	private ReadableSpan span(String name) {
		return (ReadableSpan) this.spans.get("test").spanBuilder(name).startSpan();
	}

	private Collection<SpanData> nextBatch() throws InterruptedException {
		return Objects.requireNonNull(this.exporter.batches.poll(20, TimeUnit.SECONDS));
	}

	private String errorAfterABatch(BatchingSpanProcessor processor) {
		long before = processor.failed();
		end(processor, 2);
		await().until(() -> processor.failed() == before + 2);
		return String.valueOf(processor.lastError());
	}

	private static boolean flush(BatchingSpanProcessor processor) {
		return processor.forceFlush().join(20, TimeUnit.SECONDS).isSuccess();
	}

	private static String counts(BatchingSpanProcessor processor) {
		return "queued " + processor.queued() + ", sending " + processor.sending() + ", exported "
				+ processor.exported() + ", failed " + processor.failed() + ", dropped " + processor.dropped()
				+ ", late " + processor.late();
	}

	private static Sampler sampler(SamplingResult result) {
		return new Sampler() {

			@Override
			public SamplingResult shouldSample(io.opentelemetry.context.Context parent, String traceId, String name,
					io.opentelemetry.api.trace.SpanKind kind, io.opentelemetry.api.common.Attributes attributes,
					List<io.opentelemetry.sdk.trace.data.LinkData> links) {
				return result;
			}

			@Override
			public String getDescription() {
				return "fixed";
			}

		};
	}

}
