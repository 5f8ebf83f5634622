package io.github.tracingboot.annotation;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.core.SpanErrors;
import io.github.tracingboot.testing.SpanRecorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/** Results that are done later than the call. */
@SuppressWarnings("FutureReturnValueIgnored") // what counts is the span
class TracedLateResultTests {

	@RegisterExtension
	static final SpanRecorder spans = new SpanRecorder();

	private final Tracer tracer = SdkTracerProvider.builder().addSpanProcessor(spans).build().get("test");

	private final Work work = Proxies.traced(this.tracer, new Work());

	@Test
	void aStageEndsTheSpanWhenItCompletes() {
		CompletableFuture<String> future = new CompletableFuture<>();
		assertThat(this.work.stage(future)).isSameAs(future);
		assertThat(Span.current().getSpanContext().isValid()).isFalse();
		this.work.mark();
		spans.take("Work.mark");
		future.complete("done");
		assertThat(spans.take("Work.stage").getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
	}

	@Test
	void theFailureOfAStageIsRecordedOnceOutOfItsWrapper() {
		CompletableFuture<String> future = new CompletableFuture<>();
		this.work.outer(() -> this.work.stage(future.thenApply((text) -> text)));
		future.completeExceptionally(new IOException());
		SpanData inner = spans.take("Work.stage");
		SpanData outer = spans.take("Work.outer");
		assertThat(inner.getAttributes().get(SpanErrors.ERROR_TYPE)).isEqualTo("java.io.IOException");
		assertThat(outer.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(inner.getEvents().size() + outer.getEvents().size()).isEqualTo(1);
	}

	@Test
	void aStageThatIsCancelledOrFailsAsExpectedIsNoFailure() {
		CompletableFuture<String> cancelled = new CompletableFuture<>();
		this.work.stage(cancelled);
		cancelled.completeExceptionally(new CancellationException());
		assertThat(spans.take("Work.stage").getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		this.work.stage(CompletableFuture.failedFuture(new IllegalStateException()));
		assertThat(spans.take("Work.stage").getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
	}

	@Test
	void aFutureIsWaitedForWhereItTells() {
		CompletableFuture<String> future = new CompletableFuture<>();
		this.work.future(future);
		future.completeExceptionally(new IOException());
		assertThat(spans.take("Work.future").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
	}

	@Test
	void aPlainFutureTellsOnlyWhenItIsDone() {
		FutureTask<String> task = new FutureTask<>(() -> {
			throw new IOException();
		});
		this.work.future(task);
		assertThat(spans.take("Work.future").getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		task.run();
		this.work.future(task);
		assertThat(spans.take("Work.future").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		FutureTask<String> cancelled = new FutureTask<>(() -> "");
		cancelled.cancel(false);
		this.work.future(cancelled);
		assertThat(spans.take("Work.future").getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
	}

	@Test
	void aStreamEndsTheSpanWhenItIsClosed() {
		try (Stream<String> stream = this.work.stream(Stream.of("a", "b"))) {
			this.work.mark();
			spans.take("Work.mark");
			assertThat(stream).containsExactly("a", "b");
		}
		spans.take("Work.stream");
		this.work.numbers().close();
		spans.take("Work.numbers");
	}

	@Test
	void aStreamThatIsUsedUpIsReturnedAsItIs() {
		Stream<String> used = Stream.of("a");
		assertThat(used.toList()).isEqualTo(List.of("a"));
		assertThat(this.work.stream(used)).isSameAs(used);
		spans.take("Work.stream");
	}

	@Test
	void anInputStreamEndsTheSpanWhenItIsClosed() throws IOException {
		try (InputStream stream = this.work.input(new ByteArrayInputStream(new byte[] { 1, 2, 3, 4 }))) {
			assertThat(stream.read()).isEqualTo(1);
			assertThat(stream.readNBytes(1)).containsExactly(2);
			ByteArrayOutputStream rest = new ByteArrayOutputStream();
			assertThat(stream.transferTo(rest)).isEqualTo(2);
		}
		assertThat(spans.take("Work.input").getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
	}

	@Test
	void aReadThatFailsIsAFailure() throws IOException {
		List<Reading> readings = List.of(InputStream::read, (stream) -> stream.read(new byte[1]),
				(stream) -> stream.transferTo(new ByteArrayOutputStream()), InputStream::close);
		for (Reading reading : readings) {
			try (InputStream stream = this.work.input(new BrokenStream())) {
				assertThatIOException().isThrownBy(() -> reading.on(stream));
			}
			catch (IOException ex) {
				// Closing it fails as well.
			}
			assertThat(spans.take("Work.input").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		}
	}

	@Test
	void nothingReturnedIsNothingToWaitFor() {
		assertThat(this.work.nothing()).isNull();
		spans.take("Work.nothing");
	}

	interface Reading {

		void on(InputStream stream) throws IOException;

	}

	@SuppressWarnings("InputStreamSlowMultibyteRead") // it reads nothing
	static final class BrokenStream extends InputStream {

		@Override
		public int read() throws IOException {
			throw new IOException();
		}

		@Override
		public void close() throws IOException {
			throw new IOException();
		}

	}

	static class Work {

		@Traced(expected = IllegalStateException.class)
		CompletableFuture<String> stage(CompletableFuture<String> stage) {
			assertThat(Span.current().getSpanContext().isValid()).isTrue();
			return stage;
		}

		@Traced
		CompletionStage<String> outer(Supplier<CompletionStage<String>> inner) {
			return inner.get();
		}

		@Traced
		Future<String> future(Future<String> future) {
			return future;
		}

		@Traced
		Stream<String> stream(Stream<String> stream) {
			return stream;
		}

		@Traced
		IntStream numbers() {
			return IntStream.of(1);
		}

		@Traced
		InputStream input(InputStream stream) {
			return stream;
		}

		@Traced
		@Nullable CompletableFuture<String> nothing() {
			return null;
		}

		@Traced
		void mark() {
		}

	}

}
