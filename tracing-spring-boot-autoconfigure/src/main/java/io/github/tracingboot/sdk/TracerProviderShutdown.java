package io.github.tracingboot.sdk;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.BeanFactoryInitializer;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ListableBeanFactory;

/**
 * Flushes and closes all exporters at once, and waits no longer than it may. Spring makes
 * what initializes the bean factory before all other beans, and destroys it last.
 */
record TracerProviderShutdown(Supplier<CompletableResultCode> shutdown,
		Duration timeout) implements BeanFactoryInitializer<ListableBeanFactory>, DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(TracerProviderShutdown.class);

	/**
	 * Of our tracers, or of the application's.
	 * @param ours our tracers
	 * @param theirs the application's provider, in place of ours
	 * @param timeout longest time that it may take
	 * @return what does nothing where tracers are made by something else
	 */
	static TracerProviderShutdown of(@Nullable TracerSource ours, Supplier<@Nullable SdkTracerProvider> theirs,
			Duration timeout) {
		if (ours != null) {
			return new TracerProviderShutdown(ours::shutdown, timeout);
		}
		SdkTracerProvider provider = theirs.get();
		return new TracerProviderShutdown((provider != null) ? provider::shutdown : CompletableResultCode::ofSuccess,
				timeout);
	}

	/** To have been made is all. */
	@Override
	public void initialize(ListableBeanFactory beanFactory) {
	}

	@Override
	public void destroy() {
		CompletableResultCode result = this.shutdown.get().join(this.timeout.toMillis(), TimeUnit.MILLISECONDS);
		if (!result.isDone()) {
			logger.warn("Spans were still being sent after {} ms and may be lost (tracing.exporter.shutdown-timeout)",
					this.timeout.toMillis());
		}
	}

}
