package io.github.tracingboot.annotation;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.CharBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AttributeValuesTests {

	@Test
	void textBooleansAndNumbersKeepTheirType() {
		assertThat(of("text")).isEqualTo("text");
		assertThat(of(CharBuffer.wrap("text"))).isEqualTo("text");
		assertThat(of('c')).isEqualTo("c");
		assertThat(of(true)).isEqualTo(true);
		for (Number number : List.of((byte) 7, (short) 7, 7, 7L, BigInteger.valueOf(7))) {
			assertThat(of(number)).isEqualTo(7L);
		}
		assertThat(of(0.1f)).isEqualTo(0.1);
		assertThat(of(0.1)).isEqualTo(0.1);
	}

	@Test
	void someTypesHaveAForm() {
		assertThat(of(TimeUnit.HOURS)).isEqualTo("HOURS");
		assertThat(of(Duration.ofMillis(-1500))).isEqualTo(-1.5);
		assertThat(of(Instant.EPOCH)).isEqualTo("1970-01-01T00:00:00Z");
		assertThat(of(Optional.of(Duration.ofDays(1)))).isEqualTo(86400.0);
		assertThat(of(OptionalInt.of(1))).isEqualTo(1L);
		assertThat(of(OptionalLong.of(1))).isEqualTo(1L);
		assertThat(of(OptionalDouble.of(1))).isEqualTo(1.0);
	}

	@Test
	void arraysAndCollectionsOfTheseAreLists() {
		assertThat(of(new int[] { 1, 2 })).isEqualTo(List.of(1L, 2L));
		assertThat(of(new boolean[] { true })).isEqualTo(List.of(true));
		assertThat(of(new TimeUnit[] { TimeUnit.DAYS })).isEqualTo(List.of("DAYS"));
		assertThat(of(Arrays.asList("a", null, "b"))).isEqualTo(List.of("a", "b"));
		assertThat(of(Set.of(Optional.of(0.5f)))).isEqualTo(List.of(0.5));
	}

	@Test
	void nothingIsLeftOut() {
		for (Object nothing : Arrays.asList(null, Optional.empty(), OptionalInt.empty(), OptionalLong.empty(),
				OptionalDouble.empty(), List.of(), new String[0], new String[1])) {
			assertThat(of(nothing)).isNull();
		}
	}

	@Test
	void otherTypesAreTextOnRequest() {
		BigInteger huge = BigInteger.TWO.pow(64);
		for (Object other : List.of(new BigDecimal("1.10"), huge, Map.of("a", 1), new AtomicInteger(1), List.of(1, "a"),
				List.of(List.of(1)), new int[][] { { 1 } })) {
			assertThat(of(other)).isSameAs(AttributeValues.UNSUPPORTED);
			assertThat(AttributeValues.of(other, true)).isNotSameAs(AttributeValues.UNSUPPORTED).isNotNull();
		}
		assertThat(AttributeValues.of(new BigDecimal("1.10"), true)).isEqualTo("1.10");
		assertThat(AttributeValues.of(Map.of("a", 1), true)).isEqualTo("{a=1}");
		assertThat(AttributeValues.of(List.of(1, "a"), true)).isEqualTo(List.of("1", "a"));
		assertThat(AttributeValues.of(List.of(List.of(1)), true)).isEqualTo("[[1]]");
		assertThat(AttributeValues.of(7, true)).isEqualTo(7L);
	}

	private static @Nullable Object of(@Nullable Object value) {
		return AttributeValues.of(value, false);
	}

}
