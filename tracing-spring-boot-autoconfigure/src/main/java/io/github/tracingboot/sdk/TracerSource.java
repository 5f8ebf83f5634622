package io.github.tracingboot.sdk;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SdkTracerProviderBuilder;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Where tracers come from: from the pipeline, or from the SDK where a bean wants what
 * only the SDK has, which is its builder or one of its experimental kinds of processor.
 * The SDK's provider is there in either case for whoever injects it; both feed the same
 * processors.
 */
final class TracerSource {

	private final Resource resource;

	private final SpanLimits limits;

	private final Sampler sampler;

	private final List<SpanProcessor> processors;

	private final List<TracerProviderCustomizer> customizers;

	private final @Nullable SpanPipeline pipeline;

	private @Nullable SdkTracerProvider sdk;

	TracerSource(Resource resource, SpanLimits limits, @Nullable Sampler sampler, List<SpanProcessor> processors,
			List<TracerProviderCustomizer> customizers) {
		this.resource = resource;
		this.limits = limits;
		this.sampler = (sampler != null) ? sampler : Sampler.parentBased(Sampler.alwaysOn());
		List<SpanProcessor> guarded = new ArrayList<>();
		for (SpanProcessor processor : processors) {
			guarded.add(guarded(processor));
		}
		this.processors = List.copyOf(guarded);
		this.customizers = customizers;
		this.pipeline = needsSdk() ? null : new SpanPipeline(resource, limits, this.sampler, this.processors);
	}

	/** An experimental kind of processor stays what it is, and unguarded. */
	private static SpanProcessor guarded(SpanProcessor processor) {
		return isPlain(processor) ? new GuardedSpanProcessor(processor) : processor;
	}

	private static boolean isPlain(SpanProcessor processor) {
		for (Class<?> type : ClassUtils.getAllInterfaces(processor)) {
			if (type != SpanProcessor.class && SpanProcessor.class.isAssignableFrom(type)) {
				return false;
			}
		}
		return true;
	}

	private boolean needsSdk() {
		boolean needed = !this.customizers.isEmpty();
		for (SpanProcessor processor : this.processors) {
			needed |= !isPlain(processor);
		}
		return needed;
	}

	TracerProvider tracers() {
		return (this.pipeline != null) ? this.pipeline : sdk();
	}

	synchronized SdkTracerProvider sdk() {
		if (this.sdk == null) {
			SdkTracerProviderBuilder builder = SdkTracerProvider.builder()
				.setResource(this.resource)
				.setSpanLimits(this.limits)
				.setSampler(this.sampler);
			this.processors.forEach(builder::addSpanProcessor);
			this.customizers.forEach((customizer) -> customizer.customize(builder));
			this.sdk = builder.build();
		}
		return this.sdk;
	}

	/** Shuts the processors down, once. */
	synchronized CompletableResultCode shutdown() {
		if (this.pipeline == null) {
			return sdk().shutdown();
		}
		this.pipeline.stop();
		return (this.sdk != null) ? this.sdk.shutdown() : SpanProcessor.composite(this.processors).shutdown();
	}

}
