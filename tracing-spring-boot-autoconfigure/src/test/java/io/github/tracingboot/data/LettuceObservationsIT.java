package io.github.tracingboot.data;

import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.tracing.MicrometerTracing;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.testing.EmbeddedRedis;
import io.github.tracingboot.testing.SpanRecorder;

import static org.assertj.core.api.Assertions.assertThat;

/** Resources that an application has made itself, with observations. */
class LettuceObservationsIT {

	@RegisterExtension
	final SpanRecorder spans = new SpanRecorder();

	private final Tracer tracer = SdkTracerProvider.builder().addSpanProcessor(this.spans).build().get("test");

	@Test
	void observationsOfLettuceGoOnBesideTheOneSpan() {
		ObservationRegistry registry = ObservationRegistry.create();
		BlockingQueue<String> observed = new LinkedBlockingQueue<>();
		registry.observationConfig().observationHandler(new ObservationHandler<>() {

			@Override
			public void onStop(Observation.Context context) {
				observed.add(context.getName());
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}

		});
		ClientResources made = DefaultClientResources.builder()
			.tracing(new MicrometerTracing(registry, "Redis"))
			.build();
		ClientResources resources = (ClientResources) new LettucePostProcessor(
				new DataTracing(() -> this.tracer, Map::of))
			.postProcessAfterInitialization(made, "resources");
		RedisClient observing = RedisClient.create(resources,
				RedisURI.create(EmbeddedRedis.host(), EmbeddedRedis.port()));
		try (StatefulRedisConnection<String, String> connected = observing.connect()) {
			connected.sync().get("nothing");
			connected.reactive().get("nothing").block();
			this.spans.take("GET");
			this.spans.take("GET");
			assertThat(observed).contains("lettuce");
		}
		finally {
			observing.shutdown();
			made.shutdown().awaitUninterruptibly();
		}
	}

}
