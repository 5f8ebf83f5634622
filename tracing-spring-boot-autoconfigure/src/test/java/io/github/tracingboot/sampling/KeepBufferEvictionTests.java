package io.github.tracingboot.sampling;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What the buffer lets go when it is full. */
class KeepBufferEvictionTests {

	@Test
	void tooManySpansEvictWholeTracesOldestFirst() {
		try (Keeping keeping = Keeping.of(Keeping.limited(null, 24, 1000))) {
			List<Span> roots = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				Span root = keeping.root("root" + i);
				keeping.nanos.incrementAndGet();
				for (int child = 0; child < 4; child++) {
					keeping.child("child" + i, root).end();
				}
				roots.add(root);
			}
			assertThat(keeping.buffer.figures().byName()).containsEntry("evicted.traces", 1L)
				.containsEntry("evicted.spans", 4L)
				.containsEntry("waiting.traces", 3L)
				.containsEntry("waiting.spans", 12L);
			roots.forEach((root) -> root.setStatus(StatusCode.ERROR).end());
			assertThat(keeping.names()).hasSize(15).doesNotContain("root0", "child0").contains("root1", "child1");
			assertThat(keeping.figure("evicted.spans")).isEqualTo(5);
		}
	}

	@Test
	void tooManyTracesEvictTheOldest() {
		try (Keeping keeping = Keeping.of(Keeping.limited(null, 1000, 2))) {
			List<Span> roots = new ArrayList<>();
			for (int i = 0; i < 5; i++) {
				roots.add(keeping.root("root" + i));
				keeping.nanos.incrementAndGet();
			}
			assertThat(keeping.figure("waiting.traces")).isEqualTo(2);
			roots.forEach((root) -> root.setStatus(StatusCode.ERROR).end());
			assertThat(keeping.names()).containsExactly("root3", "root4");
			assertThat(keeping.figure("evicted.traces")).isEqualTo(3);
			assertThat(keeping.figure("evicted.spans")).isEqualTo(3);
		}
	}

	@Test
	void traceThatFitsNowhereIsEvictedItself() {
		try (Keeping keeping = Keeping.of(Keeping.limited(null, 8, 10))) {
			Span root = keeping.root("root");
			for (int i = 0; i < 20; i++) {
				keeping.child("child", root).end();
			}
			root.setStatus(StatusCode.ERROR).end();
			assertThat(keeping.exported).isEmpty();
			assertThat(keeping.buffer.figures().byName()).containsEntry("evicted.traces", 1L)
				.containsEntry("evicted.spans", 10L)
				.containsEntry("waiting.spans", 0L);
		}
	}

	@Test
	void countsAddUpWhenThreadsShareTraces() {
		try (Keeping keeping = Keeping.of(Keeping.limited(null, 200, 50))) {
			long threads = 4;
			long rounds = 2000;
			List<CompletableFuture<Void>> all = new ArrayList<>();
			for (int i = 0; i < threads; i++) {
				all.add(CompletableFuture.runAsync(() -> {
					for (int round = 0; round < rounds; round++) {
						Span root = keeping.root("root");
						CompletableFuture<Void> other = CompletableFuture
							.runAsync(() -> keeping.child("other", root).end());
						Span child = keeping.child("child", root);
						if (ThreadLocalRandom.current().nextInt(20) == 0) {
							child.setStatus(StatusCode.ERROR);
						}
						child.end();
						if (round % 100 != 0) {
							root.end();
						}
						other.join();
					}
				}));
			}
			all.forEach(CompletableFuture::join);
			long kept = keeping.figure("kept.error.spans");
			long ended = threads * rounds * 3L - threads * rounds / 100;
			// What started after a decision against its trace is not recorded.
			assertThat(kept + keeping.figure("dropped.spans") + keeping.figure("evicted.spans")
					+ keeping.figure("waiting.spans"))
				.isLessThanOrEqualTo(ended)
				.isGreaterThan(ended - threads * rounds);
			assertThat(keeping.figure("kept.error.traces") + keeping.figure("dropped.traces")
					+ keeping.figure("evicted.traces") + keeping.figure("waiting.traces"))
				.isEqualTo(threads * rounds);
			assertThat(keeping.figure("waiting.traces")).isLessThanOrEqualTo(50);
			assertThat((long) keeping.exported.size()).isLessThanOrEqualTo(kept);
		}
	}

}
