package io.github.tracingboot.sdk;

import java.util.UUID;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.resources.ResourceBuilder;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * The resource that every span of this application carries. What is named wins over free
 * attributes, and those over what was found out.
 */
final class ServiceResource {

	/** The same for every context of a process, and for no other process. */
	private static final String INSTANCE_ID = randomId(Machine.local());

	private ServiceResource() {
	}

	static ResourceBuilder builder(SdkProperties properties, Environment environment, Machine machine) {
		AttributesBuilder detected = Attributes.builder();
		for (ResourceDetector detector : properties.resource().detectors()) {
			detector.detect(machine, detected);
		}
		ResourceBuilder resource = Resource.getDefault().toBuilder().putAll(detected.build());
		put(resource, "service.instance.id", INSTANCE_ID);
		put(resource, "service.name", environment.getProperty("spring.application.name"));
		put(resource, "service.version", environment.getProperty("spring.application.version"));
		properties.resource().attributes().forEach(resource::put);
		SdkProperties.Service service = properties.service();
		put(resource, "service.name", service.name());
		put(resource, "service.namespace", service.namespace());
		put(resource, "service.version", service.version());
		put(resource, "service.instance.id", service.instanceId());
		put(resource, "deployment.environment.name", properties.environment());
		put(resource, "k8s.cluster.name", properties.cluster());
		return resource;
	}

	// Linux has one at hand, and JCA takes its time to start.
	private static String randomId(Machine machine) {
		String id = machine.firstLine("proc/sys/kernel/random/uuid");
		return (id != null) ? id : UUID.randomUUID().toString();
	}

	private static void put(ResourceBuilder resource, String key, @Nullable String value) {
		if (StringUtils.hasText(value)) {
			resource.put(key, value);
		}
	}

}
