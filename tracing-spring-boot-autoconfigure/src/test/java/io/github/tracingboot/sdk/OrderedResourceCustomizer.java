package io.github.tracingboot.sdk;

import io.opentelemetry.sdk.resources.ResourceBuilder;

import org.springframework.core.Ordered;

record OrderedResourceCustomizer(int order, ResourceCustomizer customizer) implements ResourceCustomizer, Ordered {

	@Override
	public void customize(ResourceBuilder resource) {
		this.customizer.customize(resource);
	}

	@Override
	public int getOrder() {
		return this.order;
	}

}
