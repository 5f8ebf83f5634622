package io.github.tracingboot.exporter;

import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class ExportReportTests {

	private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

	private long now = Long.MAX_VALUE - 5;

	private final ExportReport report = new ExportReport("backend", () -> NOON, () -> this.now);

	@Test
	void theFirstFailureIsReportedWithItsCause(CapturedOutput output) {
		refused(2);
		assertThat(lines(output)).singleElement()
			.asString()
			.contains("WARN")
			.contains("Spans cannot be sent to backend: ConnectException: refused; lost so far: 2;");
	}

	@Test
	void aFailureThatLastsIsReportedOnceAMinuteWithTheCount(CapturedOutput output) {
		for (int second = 0; second <= 120; second++) {
			refused(2);
			this.report.dropped();
			tick();
		}
		assertThat(lines(output)).hasSize(3);
		assertThat(lines(output).get(1)).contains("lost so far: " + (61 * 2 + 60));
		assertThat(lines(output).get(2)).contains("lost so far: " + (121 * 2 + 120));
	}

	@Test
	void recoveryIsReportedOnce(CapturedOutput output) {
		refused(2);
		refused(2);
		this.report.dropped();
		refused(1);
		this.report.exported(7);
		this.report.exported(7);
		assertThat(lines(output)).hasSize(2);
		assertThat(lines(output).get(1)).contains("INFO").contains("Spans are sent to backend again; lost: 6");
	}

	@Test
	void aBackendThatFlapsIsReportedOnceAMinute(CapturedOutput output) {
		for (int second = 0; second < 60; second++) {
			refused(2);
			this.report.exported(1);
			tick();
		}
		assertThat(lines(output)).hasSize(2);
		refused(2);
		assertThat(lines(output)).hasSize(3).last().asString().contains("lost so far: 120;");
	}

	@Test
	void aBackendThatIsTooSlowIsReportedOnceAMinute(CapturedOutput output) {
		this.report.exported(10);
		assertThat(lines(output)).isEmpty();
		for (int second = 0; second <= 60; second++) {
			this.report.dropped();
			this.report.exported(10);
			tick();
		}
		assertThat(lines(output)).hasSize(2);
		assertThat(lines(output).get(0)).contains("WARN").contains("the queue is full").contains("lost so far: 1;");
		assertThat(lines(output).get(1)).contains("lost so far: 61;");
		this.report.exported(10);
		assertThat(lines(output)).hasSize(3).last().asString().contains("again; lost: 61");
	}

	@Test
	void aFullQueueDoesNotHideTheCauseOfTheFirstFailure(CapturedOutput output) {
		this.report.dropped();
		this.report.exported(10);
		refused(5);
		refused(5);
		assertThat(lines(output)).hasSize(2);
		assertThat(lines(output).get(0)).contains("the queue is full");
		assertThat(lines(output).get(1)).contains("refused").contains("lost so far: 6;");
	}

	@Test
	void theLastFailureIsKept() {
		assertThat(this.report.lastFailure()).isNull();
		refused(1);
		this.report.exported(1);
		assertThat(this.report.lastFailure()).isEqualTo(new ExportReport.Failure("ConnectException: refused", NOON));
	}

	@Test
	void eachFateIsCountedByItself() {
		refused(1);
		this.report.exported(20);
		this.report.dropped();
		this.report.dropped();
		this.report.dropped();
		this.report.late();
		assertThat(List.of(this.report.failed(), this.report.exported(), this.report.droppedSpans(),
				this.report.lateSpans()))
			.containsExactly(1L, 20L, 3L, 1L);
	}

	private void refused(int spans) {
		assertThat(this.report.failed(spans, new ConnectException("refused"))).isEqualTo("ConnectException: refused");
	}

	private void tick() {
		this.now += Duration.ofSeconds(1).toNanos();
	}

	private static List<String> lines(CapturedOutput output) {
		return output.getOut().lines().filter((line) -> line.contains("Spans ")).toList();
	}

}
