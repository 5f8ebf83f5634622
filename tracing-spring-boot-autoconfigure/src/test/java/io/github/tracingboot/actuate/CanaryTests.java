package io.github.tracingboot.actuate;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(20)
class CanaryTests {

	private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("service.name");

	private final Canary canary = new Canary(Resource.create(Attributes.of(SERVICE, "orders")), Duration.ofMillis(50));

	@Test
	void oneSpanGoesThroughEveryExporterAndEachSaysWhatBecameOfIt() {
		FakeStatus healthy = new FakeStatus("healthy", CompletableFuture.completedFuture(null));
		FakeStatus dead = new FakeStatus("dead", CompletableFuture.failedFuture(new IllegalStateException("refused")));
		FakeStatus hanging = new FakeStatus("hanging", new CompletableFuture<>());
		Canary.Flight flight = this.canary.fly(List.of(hanging, healthy, dead));
		assertThat(flight.delivered()).isFalse();
		assertThat(flight.exporters()).containsEntry("healthy", new Canary.Landing(true, null))
			.containsEntry("dead", new Canary.Landing(false, "refused"))
			.containsEntry("hanging", new Canary.Landing(false, "no answer after 50 ms"))
			.hasSize(3);
		ReadableSpan span = Objects.requireNonNull(healthy.span);
		assertThat(span).isSameAs(dead.span).isSameAs(hanging.span);
		assertThat(span.getSpanContext().getTraceId()).isEqualTo(flight.traceId());
		assertThat(span.getSpanContext().isSampled()).isTrue();
		assertThat(span.hasEnded()).isTrue();
		assertThat(span.toSpanData().getResource().getAttribute(SERVICE)).isEqualTo("orders");
	}

	@Test
	void itIsDeliveredWhereAllExportersTookIt() {
		FakeStatus healthy = new FakeStatus("healthy", CompletableFuture.completedFuture(null));
		assertThat(this.canary.fly(List.of(healthy)).delivered()).isTrue();
	}

	@Test
	void withoutAnExporterNothingIsDelivered() {
		assertThat(this.canary.fly(List.of()).delivered()).isFalse();
	}

	@Test
	void anInterruptEndsTheWait() {
		Thread.currentThread().interrupt();
		Canary.Flight flight = new Canary(Resource.empty(), Duration.ofMinutes(1))
			.fly(List.of(new FakeStatus("hanging", new CompletableFuture<>())));
		assertThat(Thread.interrupted()).isTrue();
		assertThat(flight.exporters()).containsEntry("hanging", new Canary.Landing(false, "interrupted"));
	}

}
