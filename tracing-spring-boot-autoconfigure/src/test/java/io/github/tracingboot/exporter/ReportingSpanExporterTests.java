package io.github.tracingboot.exporter;

import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class ReportingSpanExporterTests {

	private static final SpanData SPAN = TestSpans.span("a", "x", SpanKind.INTERNAL, "1", null).build();

	private final Answers answers = new Answers();

	private long now = Long.MAX_VALUE - 5;

	private final ReportingSpanExporter exporter = new ReportingSpanExporter("backend", this.answers, () -> this.now);

	@Test
	void theFirstFailureIsReportedWithItsCause(CapturedOutput output) {
		export(failure("Connection refused"));
		assertThat(lines(output)).singleElement()
			.asString()
			.contains("WARN")
			.contains("Spans cannot be sent to backend: ConnectException: Connection refused; lost so far: 2;");
	}

	@Test
	void aFailureThatLastsIsReportedOnceAMinuteWithTheCount(CapturedOutput output) {
		for (int second = 0; second <= 120; second++) {
			export(failure("refused"));
			this.now += Duration.ofSeconds(1).toNanos();
		}
		assertThat(lines(output)).hasSize(3);
		assertThat(lines(output).get(1)).contains("lost so far: 122;");
		assertThat(lines(output).get(2)).contains("lost so far: 242;");
	}

	@Test
	void recoveryIsReportedOnce(CapturedOutput output) {
		export(failure("refused"));
		export(failure("refused"));
		export(CompletableResultCode.ofSuccess());
		export(CompletableResultCode.ofSuccess());
		assertThat(lines(output)).hasSize(2);
		assertThat(lines(output).get(1)).contains("INFO").contains("Spans are sent to backend again; lost: 4");
	}

	@Test
	void aBackendThatFlapsIsReportedOnceAMinute(CapturedOutput output) {
		for (int second = 0; second < 60; second++) {
			export(failure("refused"));
			export(CompletableResultCode.ofSuccess());
			this.now += Duration.ofSeconds(1).toNanos();
		}
		assertThat(lines(output)).hasSize(2);
		export(failure("refused"));
		assertThat(lines(output)).hasSize(3).last().asString().contains("lost so far: 120;");
	}

	@Test
	void whatAnExporterThrowsIsAFailure(CapturedOutput output) {
		this.answers.add(() -> {
			throw new NoClassDefFoundError("com/example/Gone");
		});
		assertThat(this.exporter.export(List.of(SPAN)).isSuccess()).isFalse();
		assertThat(lines(output)).singleElement().asString().contains("NoClassDefFoundError: com/example/Gone");
	}

	@Test
	@SuppressWarnings("NullAway")
	void anExporterThatReturnsNothingHasFailed(CapturedOutput output) {
		this.answers.add(() -> null);
		assertThat(this.exporter.export(List.of(SPAN)).isSuccess()).isFalse();
		assertThat(lines(output)).singleElement().asString().contains("the exporter returned null");
	}

	@Test
	void aFailureWithoutAReasonIsReported(CapturedOutput output) {
		export(CompletableResultCode.ofFailure());
		assertThat(lines(output)).singleElement().asString().contains("the exporter gave no reason");
	}

	@Test
	void anExporterThatNeverAnswersIsReportedWhenTheNextBatchIsThere(CapturedOutput output) {
		CompletableResultCode never = new CompletableResultCode();
		export(never);
		assertThat(lines(output)).isEmpty();
		export(CompletableResultCode.ofSuccess());
		assertThat(lines(output)).hasSize(2).first().asString().contains("TimeoutException: no answer in time");
		never.fail();
		assertThat(lines(output)).hasSize(2);
	}

	@Test
	void shutdownAndFlushReachTheExporterAndThrowNothing() {
		assertThat(this.exporter.flush().isSuccess()).isTrue();
		assertThat(this.exporter.shutdown().getFailureThrowable()).hasMessage("shut down");
	}

	private void export(CompletableResultCode answer) {
		this.answers.add(() -> answer);
		assertThat(this.exporter.export(List.of(SPAN, SPAN))).isSameAs(answer);
	}

	private static CompletableResultCode failure(String message) {
		return CompletableResultCode.ofExceptionalFailure(new ConnectException(message));
	}

	private static List<String> lines(CapturedOutput output) {
		return output.getOut().lines().filter((line) -> line.contains("Spans ")).toList();
	}

	private static final class Answers implements SpanExporter {

		private final Deque<Supplier<CompletableResultCode>> next = new ArrayDeque<>();

		void add(Supplier<CompletableResultCode> answer) {
			this.next.add(answer);
		}

		@Override
		public CompletableResultCode export(Collection<SpanData> spans) {
			return this.next.remove().get();
		}

		@Override
		public CompletableResultCode flush() {
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode shutdown() {
			throw new IllegalStateException("shut down");
		}

	}

}
