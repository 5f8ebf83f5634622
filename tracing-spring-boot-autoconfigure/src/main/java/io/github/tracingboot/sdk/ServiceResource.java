package io.github.tracingboot.sdk;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.resources.Resource;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** The resource that every span of this application carries. */
final class ServiceResource {

	private static final AttributeKey<String> NAME = AttributeKey.stringKey("service.name");

	private static final AttributeKey<String> VERSION = AttributeKey.stringKey("service.version");

	private ServiceResource() {
	}

	static Resource of(ServiceProperties properties, Environment environment) {
		AttributesBuilder attributes = Attributes.builder();
		put(attributes, NAME, properties.name(), environment.getProperty("spring.application.name"));
		put(attributes, VERSION, properties.version(), environment.getProperty("spring.application.version"));
		return Resource.getDefault().merge(Resource.create(attributes.build()));
	}

	private static void put(AttributesBuilder attributes, AttributeKey<String> key, @Nullable String value,
			@Nullable String fallback) {
		if (StringUtils.hasText(value)) {
			attributes.put(key, value);
		}
		else if (StringUtils.hasText(fallback)) {
			attributes.put(key, fallback);
		}
	}

}
