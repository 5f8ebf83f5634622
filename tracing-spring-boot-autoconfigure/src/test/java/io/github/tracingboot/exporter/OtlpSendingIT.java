package io.github.tracingboot.exporter;

import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.github.tracingboot.exporter.OtlpTarget.Protocol;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/** Attempts and headers, at a real backend of either protocol. */
@ExtendWith(OutputCaptureExtension.class)
class OtlpSendingIT {

	private static final String RETRY = "tracing.exporter.otlp.retry.";

	private final ApplicationContextRunner runner = ExportingApplication.runner();

	@ParameterizedTest
	@EnumSource(Protocol.class)
	void aBackendThatAsksForPatienceIsAskedAgain(Protocol protocol, CapturedOutput output) {
		try (OtlpBackend backend = OtlpBackend.start(protocol, null)) {
			backend.refuse(2);
			this.runner.withPropertyValues(backend.properties(protocol))
				.withPropertyValues(RETRY + "initial-backoff=1ms", RETRY + "max-attempts=3")
				.run((context) -> span(context));
			assertThat(backend.awaitSpans(1)).hasSize(1);
			assertThat(backend.attempts()).isEqualTo(3);
		}
		assertThat(output).doesNotContain("Spans cannot be sent");
	}

	@ParameterizedTest
	@EnumSource(Protocol.class)
	void noMoreThanSoManyTimes(Protocol protocol, CapturedOutput output) {
		try (OtlpBackend backend = OtlpBackend.start(protocol, null)) {
			backend.refuse(3);
			this.runner.withPropertyValues(backend.properties(protocol))
				.withPropertyValues(RETRY + "initial-backoff=1h", RETRY + "max-backoff=1ms", RETRY + "max-attempts=2")
				.run((context) -> span(context));
			assertThat(backend.attempts()).isEqualTo(2);
		}
		assertThat(output).containsOnlyOnce("Spans cannot be sent");
	}

	@ParameterizedTest
	@EnumSource(Protocol.class)
	void norAtAllIfThatIsNotWanted(Protocol protocol, CapturedOutput output) {
		try (OtlpBackend backend = OtlpBackend.start(protocol, null)) {
			backend.refuse(3);
			this.runner.withPropertyValues(backend.properties(protocol))
				.withPropertyValues(RETRY + "enabled=false")
				.run((context) -> span(context));
			assertThat(backend.attempts()).isEqualTo(1);
		}
		assertThat(output).containsOnlyOnce("Spans cannot be sent");
	}

	@ParameterizedTest
	@EnumSource(Protocol.class)
	void theTokenOfTheHourIsSent(Protocol protocol) {
		AtomicReference<String> token = new AtomicReference<>("first");
		try (OtlpBackend backend = OtlpBackend.start(protocol, null)) {
			this.runner.withPropertyValues(backend.properties(protocol))
				.withPropertyValues("tracing.exporter.otlp.headers.authorization=none",
						"tracing.exporter.otlp.headers.x-tenant=blue")
				.withBean(OtlpHeaderSupplier.class, () -> () -> Map.of("Authorization", "Bearer " + token.get()))
				.run((context) -> {
					span(context);
					backend.awaitSpans(1);
					assertThat(backend.lastHeaders().get("authorization")).isEqualTo("Bearer first");
					assertThat(backend.lastHeaders().get("x-tenant")).isEqualTo("blue");
					token.set("second");
					span(context);
					backend.awaitSpans(2);
					assertThat(backend.lastHeaders().get("authorization")).isEqualTo("Bearer second");
				});
		}
	}

	@ParameterizedTest
	@EnumSource(Protocol.class)
	void withoutATokenNothingIsSentAndNothingElseHappens(Protocol protocol, CapturedOutput output) {
		AtomicReference<String> token = new AtomicReference<>("s3cret");
		Semaphore asked = new Semaphore(0);
		try (OtlpBackend backend = OtlpBackend.start(protocol, null)) {
			this.runner.withPropertyValues(backend.properties(protocol))
				.withBean(OtlpHeaderSupplier.class, () -> () -> {
					String now = String.valueOf(token.get());
					asked.release();
					if (now.equals("s3cret")) {
						throw new IllegalStateException("refused: s3cret");
					}
					return Map.of("x-token", now);
				})
				.run((context) -> {
					span(context);
					assertThat(asked.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
					token.set("s3cret\n");
					span(context);
					assertThat(asked.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
					assertThat(backend.attempts()).isZero();
					token.set("valid");
					span(context);
					assertThat(backend.awaitSpans(1)).hasSize(1);
				});
		}
		assertThat(output).containsOnlyOnce("Spans cannot be sent")
			.contains("OtlpHeaderSupplier failed with java.lang.IllegalStateException")
			.contains("again; lost: 2")
			.doesNotContain("s3cret");
	}

	private static void span(ApplicationContext context) {
		context.getBean(Tracer.class).spanBuilder("x").startSpan().end();
		context.getBean(SdkTracerProvider.class).forceFlush().join(10, TimeUnit.SECONDS);
	}

}
