package io.github.tracingboot.benchmarks.data;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;

/** Is told of every span, and tells that there were any before something is measured. */
final class CountedSpans implements SpanProcessor {

	// The benchmark has one thread at a time.
	private long ended;

	private long other;

	OpenTelemetry openTelemetry() {
		return OpenTelemetrySdk.builder()
			.setTracerProvider(SdkTracerProvider.builder().addSpanProcessor(this).build())
			.build();
	}

	/** Fails unless that many commands make as many spans and nothing else. */
	void check(long commands, Runnable run) {
		long endedBefore = this.ended;
		long otherBefore = this.other;
		run.run();
		long more = this.ended - endedBefore;
		if (more != commands || this.other != otherBefore) {
			throw new IllegalStateException(
					more + " spans of " + commands + " commands, others " + (this.other - otherBefore));
		}
	}

	@Override
	public void onStart(Context parent, ReadWriteSpan span) {
	}

	@Override
	public boolean isStartRequired() {
		return true;
	}

	@Override
	public void onEnd(ReadableSpan span) {
		if (span.getKind() == SpanKind.CLIENT) {
			this.ended++;
		}
		else {
			this.other++;
		}
	}

	@Override
	public boolean isEndRequired() {
		return true;
	}

}
