package io.github.tracingboot.sdk;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;

/**
 * Flushes and closes all exporters at once, and waits no longer than it may.
 */
record TracerProviderShutdown(SdkTracerProvider tracerProvider, Duration timeout) implements DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(TracerProviderShutdown.class);

	@Override
	public void destroy() {
		CompletableResultCode result = this.tracerProvider.shutdown()
			.join(this.timeout.toMillis(), TimeUnit.MILLISECONDS);
		if (!result.isDone()) {
			logger.warn("Spans were still being sent after {} ms and may be lost (tracing.exporter.shutdown-timeout)",
					this.timeout.toMillis());
		}
	}

}
