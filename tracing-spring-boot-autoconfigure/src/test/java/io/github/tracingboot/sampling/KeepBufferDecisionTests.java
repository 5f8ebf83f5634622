package io.github.tracingboot.sampling;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** When a trace is decided on, and what follows the decision. */
class KeepBufferDecisionTests {

	@Test
	void whatTheHeadSamplerTakesNeverWaits() {
		try (Keeping keeping = new Keeping(Keeping.keep(null), Sampler.parentBased(Sampler.alwaysOn()))) {
			Span root = keeping.root("root");
			assertThat(root.getSpanContext().isSampled()).isTrue();
			keeping.child("child", root).setStatus(StatusCode.ERROR).end();
			root.end();
			assertThat(keeping.exported).isEmpty();
			assertThat(keeping.buffer.figures().byName().values()).allMatch((count) -> count == 0);
		}
	}

	@Test
	void whatEndsAfterTheRootFollowsItsDecision() {
		try (Keeping keeping = Keeping.errors()) {
			Span dropped = keeping.root("dropped");
			Span late = keeping.child("late", dropped);
			dropped.end();
			late.setStatus(StatusCode.ERROR);
			late.end();
			assertThat(keeping.exported).isEmpty();
			assertThat(keeping.figure("dropped.spans")).isEqualTo(2);

			Span kept = keeping.root("kept");
			late = keeping.child("later", kept);
			kept.setStatus(StatusCode.ERROR).end();
			late.end();
			assertThat(keeping.names()).containsExactly("kept", "later");
		}
	}

	@Test
	void whatStartsAfterADropIsNotRecordedAndAfterAKeepIsSampledAndSaysWhy() {
		try (Keeping keeping = Keeping.errors()) {
			Span dropped = keeping.root("dropped");
			dropped.end();
			Span child = keeping.child("late", dropped);
			assertThat(child.isRecording()).isFalse();
			assertThat(keeping.child("later", child).isRecording()).isFalse();

			Span kept = keeping.root("kept");
			kept.setStatus(StatusCode.ERROR).end();
			child = keeping.child("late", kept);
			Span grandchild = keeping.child("later", child);
			for (Span span : List.of(child, grandchild)) {
				assertThat(span.getSpanContext().isSampled()).isTrue();
				assertThat(((io.opentelemetry.sdk.trace.ReadableSpan) span).getAttribute(SamplingAttributes.REASON))
					.isEqualTo("error");
				span.end();
			}
		}
	}

	@Test
	void rootThatNeverEndsIsDecidedOnAtTheAge() {
		try (Keeping keeping = Keeping.errors()) {
			Span stuck = keeping.root("stuck");
			keeping.child("child", stuck).end();
			keeping.pass(Duration.ofSeconds(59));
			assertThat(keeping.figure("waiting.traces")).isEqualTo(1);
			keeping.pass(Duration.ofSeconds(1));
			assertThat(keeping.buffer.figures().byName()).containsEntry("waiting.traces", 0L)
				.containsEntry("dropped.traces", 1L)
				.containsEntry("dropped.spans", 1L);
			stuck.setStatus(StatusCode.ERROR).end();
			assertThat(keeping.exported).isEmpty();
			assertThat(keeping.figure("dropped.spans")).isEqualTo(2);
		}
	}

	@Test
	void whatIsStillOpenAtTheAgeIsSlow() {
		try (Keeping keeping = Keeping.of(Keeping.keep(Duration.ofSeconds(5)))) {
			Span stuck = keeping.root("stuck");
			keeping.child("child", stuck).end();
			keeping.pass(Duration.ofMinutes(1));
			assertThat(keeping.names()).containsExactly("child");
			stuck.end();
			assertThat(keeping.names()).containsExactly("child", "stuck");
			assertThat(keeping.figure("kept.slow.spans")).isEqualTo(2);
		}
	}

	@Test
	void localRootsOfOneTraceWaitForEachOther() {
		try (Keeping keeping = Keeping.errors()) {
			Span one = keeping.root("one", Keeping.remote());
			Span other = keeping.root("other", Keeping.remote());
			one.end();
			assertThat(keeping.figure("waiting.traces")).isEqualTo(1);
			assertThat(keeping.figure("waiting.spans")).isEqualTo(1);
			other.setStatus(StatusCode.ERROR).end();
			assertThat(keeping.names()).containsExactly("one", "other");
		}
	}

	@Test
	void localRootAfterAKeepFollowsItAndAfterADropIsDecidedAnew() {
		try (Keeping keeping = Keeping.errors()) {
			keeping.root("dropped", Keeping.remote()).end();
			Span late = keeping.root("kept", Keeping.remote());
			assertThat(late.isRecording()).isTrue();
			late.setStatus(StatusCode.ERROR).end();
			assertThat(keeping.names()).containsExactly("kept");

			Span later = keeping.root("later", Keeping.remote());
			assertThat(later.getSpanContext().isSampled()).isTrue();
			later.end();
			assertThat(keeping.figure("kept.error.spans")).isEqualTo(2);
		}
	}

	@Test
	void buffersOfOneProcessDoNotKnowEachOther() {
		try (Keeping one = Keeping.errors(); Keeping other = Keeping.errors()) {
			Span root = one.root("one");
			Span inner = other.child("other", root);
			assertThat(inner.isRecording()).isTrue();
			inner.setStatus(StatusCode.ERROR).end();
			root.end();
			assertThat(other.names()).containsExactly("other");
			assertThat(one.exported).isEmpty();
			assertThat(one.figure("dropped.spans")).isEqualTo(1);
		}
	}

	@Test
	void whatWaitsIsDecidedOnAtShutdown() {
		Keeping keeping = Keeping.of(Keeping.keep(Duration.ofSeconds(5)));
		Span slow = keeping.root("slow");
		keeping.child("child of slow", slow).end();
		keeping.nanos.addAndGet(Duration.ofSeconds(6).toNanos());
		Span open = keeping.root("open");
		keeping.child("child of open", open).end();
		keeping.close();
		assertThat(keeping.names()).containsExactly("child of slow");
		assertThat(keeping.figure("dropped.traces")).isEqualTo(1);
	}

	@Test
	void spanIsHandedOnThoughOneOfThoseWhoWantItFails() {
		List<String> names = new ArrayList<>();
		KeepBuffer buffer = new KeepBuffer(Keeping.keep(null), List.of(Keeping.exporting((span) -> {
			throw new IllegalStateException();
		}), Keeping.exporting((span) -> names.add(span.getName()))), System::nanoTime);
		LocalTrace trace = buffer.open(Keeping.TRACE_ID, null);
		assertThat(trace.fate()).isEqualTo(LocalTrace.Fate.WAITING);
		try (var provider = io.opentelemetry.sdk.trace.SdkTracerProvider.builder()
			.setSampler(new KeepSampler(Sampler.alwaysOff(), buffer))
			.addSpanProcessor(buffer)
			.build()) {
			provider.get("test").spanBuilder("failed").startSpan().setStatus(StatusCode.ERROR).end();
		}
		assertThat(names).containsExactly("failed");
	}

}
