package io.github.tracingboot.sample.work;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

class WorkTests {

	@Test
	void takesTheTimeItIsGiven() {
		assertThat(took(work("1"), Duration.ofMillis(40))).isGreaterThanOrEqualTo(Duration.ofMillis(40));
		assertThat(took(work("2"), Duration.ofMillis(20))).isGreaterThanOrEqualTo(Duration.ofMillis(40));
		assertThat(took(work("0"), Duration.ofDays(1))).isLessThan(Duration.ofHours(1));
	}

	@Test
	void interruptEndsTheWorkAndStays() {
		Thread.currentThread().interrupt();
		work("1").take(Duration.ofDays(1));
		assertThat(Thread.interrupted()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "-1", "101", "NaN" })
	void impossibleFactorIsRefused(String factor) {
		assertThatException().isThrownBy(() -> work(factor))
			.havingRootCause()
			.withMessageStartingWith("chimera.work.factor is ");
	}

	private static Duration took(Work work, Duration duration) {
		long start = System.nanoTime();
		work.take(duration);
		return Duration.ofNanos(System.nanoTime() - start);
	}

	private static Work work(String factor) {
		return new Binder(new MapConfigurationPropertySource(Map.of("chimera.work.factor", factor)))
			.bindOrCreate("chimera.work", Work.class);
	}

}
