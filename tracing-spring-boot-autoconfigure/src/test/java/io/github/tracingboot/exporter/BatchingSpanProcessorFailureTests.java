package io.github.tracingboot.exporter;

import java.net.ConnectException;
import java.time.Instant;
import java.util.Collection;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What an exporter that fails, hangs or is interrupted does to the next batch. */
@Timeout(30)
class BatchingSpanProcessorFailureTests {

	@RegisterExtension
	final Batching batching = new Batching();

	private final FakeExporter exporter = this.batching.exporter;

	@Test
	void anAnswerThatDoesNotComeIsAFailureAndComesTooLateAfterwards() throws InterruptedException {
		CompletableResultCode late = new CompletableResultCode();
		this.exporter.answer = () -> late;
		BatchingSpanProcessor processor = this.batching.start(10, 2, Batching.LONG, Batching.SHORT);
		this.batching.end(processor, 2);
		Collection<SpanData> batch = this.batching.nextBatch();
		await().until(() -> processor.failed() == 2);
		assertThat(processor.lastError()).isEqualTo("TimeoutException: no answer after 20 ms");
		assertThat(processor.lastErrorTime()).isBetween(Instant.now().minusSeconds(30), Instant.now());
		this.exporter.answer = CompletableResultCode::ofSuccess;
		this.batching.end(processor, 2);
		await().until(() -> processor.exported() == 2);
		late.succeed();
		assertThat(Batching.counts(processor))
			.isEqualTo("queued 0, sending 0, exported 2, failed 2, dropped 0, late 0");
		assertThat(batch).hasSize(2);
	}

	@Test
	@SuppressWarnings("NullAway")
	void whateverAnExporterDoesTheNextBatchIsSent() {
		BatchingSpanProcessor processor = this.batching.start(10, 2, Batching.LONG, Batching.LONG);
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
		this.batching.end(processor, 2);
		await().until(() -> processor.exported() == 2);
	}

	@Test
	void anInterruptedExporterIsStillWaitedFor() throws InterruptedException {
		CompletableResultCode answer = new CompletableResultCode();
		this.exporter.answer = () -> {
			Thread.currentThread().interrupt();
			return answer;
		};
		BatchingSpanProcessor processor = this.batching.start(10, 1, Batching.LONG, Batching.LONG);
		this.batching.end(processor, 2);
		this.batching.nextBatch();
		assertThat(this.exporter.batches.poll(50, TimeUnit.MILLISECONDS)).isNull();
		answer.succeed();
		await().until(() -> processor.exported() == 2);
	}

	private String errorAfterABatch(BatchingSpanProcessor processor) {
		long before = processor.failed();
		this.batching.end(processor, 2);
		await().until(() -> processor.failed() == before + 2);
		return String.valueOf(processor.lastError());
	}

}
