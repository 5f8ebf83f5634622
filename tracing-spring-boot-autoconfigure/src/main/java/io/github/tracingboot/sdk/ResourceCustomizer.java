package io.github.tracingboot.sdk;

import io.opentelemetry.sdk.resources.ResourceBuilder;

/**
 * A bean that has the last word on the resource of every span. Several are called in the
 * order of {@link org.springframework.core.annotation.Order @Order}.
 */
@FunctionalInterface
public interface ResourceCustomizer {

	/**
	 * Customizes the resource, once, at startup.
	 * @param resource what configuration and detectors have put together
	 */
	void customize(ResourceBuilder resource);

}
