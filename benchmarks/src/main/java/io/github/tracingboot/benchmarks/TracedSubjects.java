package io.github.tracingboot.benchmarks;

import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import io.github.tracingboot.benchmarks.annotated.Subject;

/** A state for each subject, so that a run has the application of its subject alone. */
public final class TracedSubjects {

	private TracedSubjects() {
	}

	/** See {@link Subject#traced}. */
	@State(Scope.Benchmark)
	public static class Traced {

		final Subject subject = Subject.traced(true);

		@TearDown
		public void stop() {
			this.subject.close();
		}

	}

	/** See {@link Subject#traced}. */
	@State(Scope.Benchmark)
	public static class TracedUnsampled {

		final Subject subject = Subject.traced(false);

		@TearDown
		public void stop() {
			this.subject.close();
		}

	}

	/** See {@link Subject#handWritten}. */
	@State(Scope.Benchmark)
	public static class HandWritten {

		final Subject subject = Subject.handWritten(true);

		@TearDown
		public void stop() {
			this.subject.close();
		}

	}

	/** See {@link Subject#handWritten}. */
	@State(Scope.Benchmark)
	public static class HandWrittenUnsampled {

		final Subject subject = Subject.handWritten(false);

		@TearDown
		public void stop() {
			this.subject.close();
		}

	}

	/** See {@link Subject#handWrittenOnBareSdk}. */
	@State(Scope.Benchmark)
	public static class BareSdk {

		final Subject subject = Subject.handWrittenOnBareSdk();

		@TearDown
		public void stop() {
			this.subject.close();
		}

	}

	/** See {@link Subject#handWrittenWithOurTracer}. */
	@State(Scope.Benchmark)
	public static class OurTracer {

		final Subject subject = Subject.handWrittenWithOurTracer();

		@TearDown
		public void stop() {
			this.subject.close();
		}

	}

	/** See {@link Subject#withSpan}. */
	@State(Scope.Benchmark)
	public static class WithSpan {

		final Subject subject = Subject.withSpan(true);

		@TearDown
		public void stop() {
			this.subject.close();
		}

	}

	/** See {@link Subject#withSpan}. */
	@State(Scope.Benchmark)
	public static class WithSpanUnsampled {

		final Subject subject = Subject.withSpan(false);

		@TearDown
		public void stop() {
			this.subject.close();
		}

	}

	/** See {@link Subject#agentWithSpan}. */
	@State(Scope.Benchmark)
	public static class JavaAgent {

		final Subject subject = Subject.agentWithSpan();

		@TearDown
		public void stop() {
			this.subject.close();
		}

	}

	/** See {@link Subject#observed}. */
	@State(Scope.Benchmark)
	public static class Observed {

		final Subject subject = Subject.observed(true);

		@TearDown
		public void stop() {
			this.subject.close();
		}

	}

	/** See {@link Subject#observed}. */
	@State(Scope.Benchmark)
	public static class ObservedUnsampled {

		final Subject subject = Subject.observed(false);

		@TearDown
		public void stop() {
			this.subject.close();
		}

	}

	/** See {@link Subject#newSpan}. */
	@State(Scope.Benchmark)
	public static class NewSpan {

		final Subject subject = Subject.newSpan(true);

		@TearDown
		public void stop() {
			this.subject.close();
		}

	}

	/** See {@link Subject#newSpan}. */
	@State(Scope.Benchmark)
	public static class NewSpanUnsampled {

		final Subject subject = Subject.newSpan(false);

		@TearDown
		public void stop() {
			this.subject.close();
		}

	}

	/** See {@link Subject#emptyProxy}. */
	@State(Scope.Benchmark)
	public static class EmptyProxy {

		final Subject subject = Subject.emptyProxy();

		@TearDown
		public void stop() {
			this.subject.close();
		}

	}

}
