package io.github.tracingboot.sdk;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.opentelemetry.sdk.common.CompletableResultCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;

/**
 * Flushes and closes all exporters at once, and waits no longer than it may.
 */
record TracerProviderShutdown(Supplier<CompletableResultCode> shutdown, Duration timeout) implements DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(TracerProviderShutdown.class);

	@Override
	public void destroy() {
		CompletableResultCode result = this.shutdown.get().join(this.timeout.toMillis(), TimeUnit.MILLISECONDS);
		if (!result.isDone()) {
			logger.warn("Spans were still being sent after {} ms and may be lost (tracing.exporter.shutdown-timeout)",
					this.timeout.toMillis());
		}
	}

}
