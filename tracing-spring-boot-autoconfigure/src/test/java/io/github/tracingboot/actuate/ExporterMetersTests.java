package io.github.tracingboot.actuate;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ExporterMetersTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	@Test
	void everyNumberOfEveryExporterIsAMeter() {
		FakeStatus a = new FakeStatus("a", new CompletableFuture<>());
		FakeStatus b = new FakeStatus("b", new CompletableFuture<>());
		new ExporterMeters(List.of(a, b)).bindTo(this.registry);
		for (String exporter : List.of("a", "b")) {
			assertThat(gauge("queue.size", exporter)).isEqualTo(1);
			assertThat(gauge("queue.capacity", exporter)).isEqualTo(2);
			assertThat(gauge("sending", exporter)).isEqualTo(3);
			assertThat(count("exported", exporter)).isEqualTo(4);
			assertThat(count("failed", exporter)).isEqualTo(5);
			assertThat(count("dropped", exporter)).isEqualTo(6);
			assertThat(count("late", exporter)).isEqualTo(7);
		}
		assertThat(this.registry.getMeters()).hasSize(14);
	}

	private double gauge(String name, String exporter) {
		return this.registry.get("tracing.exporter." + name).tag("exporter", exporter).gauge().value();
	}

	private double count(String outcome, String exporter) {
		return this.registry.get("tracing.exporter.spans")
			.tag("exporter", exporter)
			.tag("outcome", outcome)
			.functionCounter()
			.count();
	}

}
