package io.github.tracingboot.sampling;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RateLimitingSamplerTests {

	private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5_000_000_000L);

	@Test
	void noMoreThanTheRateInAnySecondAfterTheFirstBurst() {
		Sampler sampler = sampler(Sampler.alwaysOn(), 10);
		assertThat(sampled(sampler, 100)).isEqualTo(10);
		pass(Duration.ofMillis(500));
		assertThat(sampled(sampler, 100)).isEqualTo(5);
		pass(Duration.ofMillis(99));
		assertThat(sampled(sampler, 100)).isZero();
	}

	@Test
	void quietHourIsNotSavedUp() {
		Sampler sampler = sampler(Sampler.alwaysOn(), 10);
		pass(Duration.ofHours(1));
		assertThat(sampled(sampler, 100)).isEqualTo(10);
	}

	@Test
	void lessThanOneASecond() {
		Sampler sampler = sampler(Sampler.alwaysOn(), 0.1);
		assertThat(sampled(sampler, 100)).isEqualTo(1);
		pass(Duration.ofSeconds(9));
		assertThat(sampled(sampler, 100)).isZero();
		pass(Duration.ofSeconds(1));
		assertThat(sampled(sampler, 100)).isEqualTo(1);
	}

	@Test
	void whatIsDroppedAnywayCostsNothing() {
		assertThat(sampled(sampler(Sampler.alwaysOff(), 10), 100)).isZero();
	}

	@Test
	void describesItself() {
		assertThat(sampler(Sampler.alwaysOn(), 10).getDescription()).isEqualTo("RateLimiting{10.0/s, AlwaysOnSampler}");
	}

	private Sampler sampler(Sampler delegate, double perSecond) {
		return new RateLimitingSampler(delegate, perSecond, this.clock::get);
	}

	private void pass(Duration duration) {
		this.clock.addAndGet(duration.toNanos());
	}

	private static long sampled(Sampler sampler, int calls) {
		return IntStream.range(0, calls)
			.mapToObj((i) -> sampler
				.shouldSample(Context.root(), "", "", SpanKind.INTERNAL, Attributes.empty(), List.of())
				.getDecision())
			.filter(SamplingDecision.RECORD_AND_SAMPLE::equals)
			.count();
	}

}
