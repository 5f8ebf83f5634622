package io.github.tracingboot.exporter;

import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Which spans are sent and when, and what becomes of the rest. */
@Timeout(30)
class BatchingSpanProcessorSendingTests {

	@RegisterExtension
	final Batching batching = new Batching();

	private final FakeExporter exporter = this.batching.exporter;

	@Test
	void aFullBatchIsSentAtOnce() throws InterruptedException {
		BatchingSpanProcessor processor = this.batching.start(100, 3, Batching.LONG, Batching.LONG);
		this.batching.end(processor, 3);
		assertThat(this.batching.nextBatch()).hasSize(3);
		this.batching.end(processor, 7);
		assertThat(this.batching.nextBatch()).hasSize(3);
		assertThat(this.batching.nextBatch()).hasSize(3);
		assertThat(processor.queued()).isOne();
	}

	@Test
	void asManySpansAsThereAreAreSentAfterTheDelay() throws InterruptedException {
		BatchingSpanProcessor processor = this.batching.start(100, 50, Batching.SHORT, Batching.LONG);
		this.batching.end(processor, 2);
		assertThat(this.batching.nextBatch()).isNotEmpty();
		await().until(() -> processor.exported() == 2);
	}

	@Test
	void onlySampledSpansAreSent() {
		SdkTracerProvider recordOnly = SdkTracerProvider.builder()
			.setSampler(sampler(SamplingResult.recordOnly()))
			.build();
		BatchingSpanProcessor processor = this.batching.start(100, 50, Batching.LONG, Batching.LONG);
		processor.onEnd((ReadableSpan) recordOnly.get("test").spanBuilder("x").startSpan());
		this.batching.end(processor, 1);
		assertThat(Batching.flush(processor)).isTrue();
		assertThat(this.exporter.names()).containsExactly("0");
	}

	@Test
	void whatFindsTheQueueFullIsCountedAndNothingElseIsLost() throws InterruptedException {
		CompletableResultCode first = new CompletableResultCode();
		this.exporter.answer = () -> first;
		BatchingSpanProcessor processor = this.batching.start(10, 2, Batching.LONG, Batching.LONG);
		this.batching.end(processor, 2);
		assertThat(this.batching.nextBatch()).hasSize(2);
		this.batching.end(processor, 15);
		assertThat(Batching.counts(processor))
			.isEqualTo("queued 10, sending 2, exported 0, failed 0, dropped 5, late 0");
		this.exporter.answer = CompletableResultCode::ofSuccess;
		first.succeed();
		await().until(() -> processor.exported() == 12);
		assertThat(this.exporter.names()).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
		assertThat(Batching.counts(processor))
			.isEqualTo("queued 0, sending 0, exported 12, failed 0, dropped 5, late 0");
	}

	@Test
	void aSpanThatIsFollowedIsSentAtOnceAndItsSenderToldWhatBecameOfIt() {
		BatchingSpanProcessor processor = this.batching.start(100, 50, Batching.LONG, Batching.LONG);
		assertThat(processor.send(this.batching.span("canary"))).succeedsWithin(Duration.ofSeconds(20));
		assertThat(this.exporter.names()).containsExactly("canary");
		this.exporter.answer = () -> CompletableResultCode.ofExceptionalFailure(new ConnectException("refused"));
		assertThatThrownBy(processor.send(this.batching.span("canary"))::join)
			.hasRootCauseMessage("ConnectException: refused");
	}

	@Test
	void aSpanThatIsFollowedAndFindsNoPlaceIsReportedAtOnce() throws InterruptedException {
		CompletableResultCode first = new CompletableResultCode();
		this.exporter.answer = () -> first;
		BatchingSpanProcessor processor = this.batching.start(2, 2, Batching.LONG, Batching.LONG);
		this.batching.end(processor, 2);
		this.batching.nextBatch();
		this.batching.end(processor, 2);
		CompletableFuture<@Nullable Void> sent = processor.send(this.batching.span("canary"));
		assertThatThrownBy(sent::join).hasRootCauseMessage("the queue is full, 2 spans wait");
		first.succeed();
		processor.shutdown().join(20, TimeUnit.SECONDS);
		assertThatThrownBy(processor.send(this.batching.span("canary"))::join)
			.hasRootCauseMessage("the exporter is shut down");
		assertThat(Batching.counts(processor))
			.isEqualTo("queued 0, sending 0, exported 4, failed 0, dropped 1, late 1");
	}

	@Test
	void everySpanIsRewrittenOnceAndInPlaceHoweverFullTheBatch() {
		List<String> rewritten = new CopyOnWriteArrayList<>();
		this.batching.rewriter = (span) -> {
			rewritten.add(span.getName());
			return span;
		};
		List<CompletableResultCode> answers = answerLater();
		BatchingSpanProcessor processor = this.batching.start(100, 4, Batching.LONG, Batching.LONG);
		this.batching.end(processor, 4);
		await().until(() -> answers.size() == 1);
		// More than the worker may make ready, then fewer than a batch.
		List<String> names = IntStream.range(0, 14).mapToObj((i) -> "late" + i).toList();
		names.forEach((name) -> processor.onEnd(this.batching.span(name)));
		answers.get(0).succeed();
		await().until(() -> rewritten.size() == 12);
		answers.get(1).succeed();
		await().until(() -> answers.size() == 3);
		this.exporter.answer = CompletableResultCode::ofSuccess;
		answers.get(2).succeed();
		assertThat(Batching.flush(processor)).isTrue();
		assertThat(this.exporter.names()).isEqualTo(rewritten).hasSize(18).endsWith(names.toArray(String[]::new));
	}

	@Test
	void aSpanThatCannotBeRewrittenFailsItsOwnBatchAndNoOther() {
		List<String> tried = new CopyOnWriteArrayList<>();
		this.batching.rewriter = (span) -> {
			tried.add(span.getName());
			if (span.getName().equals("bad")) {
				throw new StackOverflowError("not this one");
			}
			return span;
		};
		List<CompletableResultCode> answers = answerLater();
		BatchingSpanProcessor processor = this.batching.start(100, 2, Batching.LONG, Batching.LONG);
		this.batching.end(processor, 2);
		await().until(() -> answers.size() == 1);
		List.of("a", "b", "good", "bad", "c", "d").forEach((name) -> processor.onEnd(this.batching.span(name)));
		answers.get(0).succeed();
		await().until(() -> tried.contains("bad"));
		assertThat(processor.exported()).as("while the batch before is on its way").isEqualTo(2);
		this.exporter.answer = CompletableResultCode::ofSuccess;
		answers.get(1).succeed();
		await().until(() -> processor.exported() == 6);
		assertThat(this.exporter.names()).containsExactly("0", "1", "a", "b", "c", "d");
		assertThat(processor.lastError()).contains("not this one");
		assertThat(Batching.counts(processor))
			.isEqualTo("queued 0, sending 0, exported 6, failed 2, dropped 0, late 0");
	}

	private List<CompletableResultCode> answerLater() {
		List<CompletableResultCode> answers = new CopyOnWriteArrayList<>();
		this.exporter.answer = () -> {
			CompletableResultCode answer = new CompletableResultCode();
			answers.add(answer);
			return answer;
		};
		return answers;
	}

	@Test
	void itsThreadIsADaemonOfThatName() {
		this.batching.start(10, 5, Batching.LONG, Batching.LONG);
		assertThat(Thread.getAllStackTraces().keySet()).filteredOn((thread) -> thread.getName().contains("fake"))
			.isNotEmpty()
			.allMatch((thread) -> thread.isDaemon() && thread.getName().equals("tracing-export-fake"));
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
