package io.github.tracingboot.core;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RecordedErrorsTests {

	private final RecordedErrors recorded = new RecordedErrors();

	private final Throwable error = new IllegalStateException();

	@Test
	void aBranchHasAnExceptionOnceWhicheverSpanHearsOfItFirst() {
		assertThat(this.recorded.isFirst(this.error, "top", null)).isTrue();
		assertThat(this.recorded.isFirst(this.error, "middle", "top")).isFalse();
		assertThat(this.recorded.isFirst(this.error, "bottom", "middle")).isFalse();
	}

	@Test
	void aSpanHasAnExceptionOnce() {
		assertThat(this.recorded.isFirst(this.error, "span", null)).isTrue();
		assertThat(this.recorded.isFirst(this.error, "span", null)).isFalse();
	}

	@Test
	void anEqualExceptionIsAnotherOne() {
		assertThat(this.recorded.isFirst(new EqualException(), "child", "parent")).isTrue();
		assertThat(this.recorded.isFirst(new EqualException(), "parent", null)).isTrue();
	}

	@Test
	void anExceptionThatIsThrownAllTheTimeTakesNoMoreAndMoreRoom() {
		for (int trace = 0; trace < 10_000; trace++) {
			assertThat(this.recorded.isFirst(this.error, "child" + trace, "parent" + trace)).isTrue();
			assertThat(this.recorded.isFirst(this.error, "parent" + trace, null)).isFalse();
		}
		assertThat(this.recorded.isFirst(this.error, "child0", "parent0")).isTrue();
	}

	@Test
	void whatIsCollectedIsForgotten() {
		for (int i = 0; i < 10; i++) {
			this.recorded.isFirst(new IllegalStateException(), "a" + i, null);
		}
		long deadline = System.nanoTime() + 10_000_000_000L;
		while (this.recorded.size() > 1 && System.nanoTime() < deadline) {
			System.gc();
			this.recorded.isFirst(this.error, "b", null);
		}
		assertThat(this.recorded.size()).isEqualTo(1);
	}

	private static final class EqualException extends RuntimeException {

		private static final long serialVersionUID = 1;

		@Override
		public boolean equals(Object other) {
			return other instanceof EqualException;
		}

		@Override
		public int hashCode() {
			return 1;
		}

	}

}
