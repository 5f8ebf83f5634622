package io.github.tracingboot.exporter;

import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

class OtlpHeadersTests {

	@Test
	void suppliedOnesWinOverConfiguredOnes() {
		OtlpHeaders headers = new OtlpHeaders(Map.of("Authorization", "old", "x-tenant", "blue"),
				() -> Map.of("authorization", "new", "x-more", ""));
		assertThat(headers.get()).containsEntry("Authorization", "new")
			.containsEntry("x-tenant", "blue")
			.containsEntry("x-more", "")
			.hasSize(3);
	}

	@Test
	void theSupplierIsAskedEachTime() {
		int[] calls = { 0 };
		OtlpHeaders headers = new OtlpHeaders(Map.of(), () -> Map.of("n", String.valueOf(++calls[0])));
		assertThat(headers.get()).containsEntry("n", "1");
		assertThat(headers.get()).containsEntry("n", "2");
	}

	@Test
	void itsSpansAreNotRecorded() {
		try (SdkTracerProvider provider = SdkTracerProvider.builder()
			.setSampler(Sampler.parentBased(Sampler.alwaysOn()))
			.build()) {
			OtlpHeaders headers = new OtlpHeaders(Map.of(), () -> {
				Span span = provider.get("test").spanBuilder("fetch token").startSpan();
				span.end();
				return Map.of("recorded", String.valueOf(span.getSpanContext().isSampled()));
			});
			assertThat(headers.get()).containsEntry("recorded", "false");
		}
		assertThat(Span.current().getSpanContext().isValid()).isFalse();
	}

	@Test
	void whatItThrowsIsToldWithoutTheMessage() {
		OtlpHeaders headers = new OtlpHeaders(Map.of(), () -> {
			throw new IOException("POST /token?secret=s3cret", new Exception("s3cret"));
		});
		Throwable failure = catchThrowable(headers::get);
		assertThat(failure).hasMessage("OtlpHeaderSupplier failed with java.io.IOException").hasNoCause();
		assertThat(failure.getStackTrace()[0].getClassName()).startsWith(OtlpHeadersTests.class.getName());
	}

	@Test
	void anErrorIsNoDifferent() {
		OtlpHeaders headers = new OtlpHeaders(Map.of(), () -> {
			throw new AssertionError("s3cret");
		});
		assertThatIllegalStateException().isThrownBy(headers::get)
			.withMessage("OtlpHeaderSupplier failed with java.lang.AssertionError");
	}

	@Test
	@SuppressWarnings("NullAway")
	void nothingIsAFailureToo() {
		assertThatIllegalStateException().isThrownBy(() -> new OtlpHeaders(Map.of(), () -> null).get())
			.withMessage("OtlpHeaderSupplier failed with java.lang.NullPointerException");
		Map<String, String> noValue = new HashMap<>();
		noValue.put("x", null);
		assertThatIllegalStateException().isThrownBy(() -> new OtlpHeaders(Map.of(), () -> noValue).get())
			.withMessage("OtlpHeaderSupplier gave a value that no header may have, for x");
		Map<String, String> noName = Collections.singletonMap(null, "s3cret");
		assertThatIllegalStateException().isThrownBy(() -> new OtlpHeaders(Map.of(), () -> noName).get())
			.withMessage("OtlpHeaderSupplier gave a name that no header may have");
	}

	@ParameterizedTest
	@ValueSource(strings = { "s3cret\n", "s3cret\r\nx: y", "s3cr\u00e9t", "s3cret\u0000" })
	void aValueThatNoHeaderMayHaveIsNotShown(String value) {
		assertThatIllegalStateException()
			.isThrownBy(() -> new OtlpHeaders(Map.of(), () -> Map.of("x-key", value)).get())
			.withMessage("OtlpHeaderSupplier gave a value that no header may have, for x-key");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a b", "a:b", "s\u00e9" })
	void aNameThatNoHeaderMayHaveIsAFailure(String name) {
		assertThatIllegalStateException()
			.isThrownBy(() -> new OtlpHeaders(Map.of(), () -> Map.of(name, "s3cret")).get())
			.withMessage("OtlpHeaderSupplier gave a name that no header may have");
	}

}
