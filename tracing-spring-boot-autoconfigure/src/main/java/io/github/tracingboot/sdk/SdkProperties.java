package io.github.tracingboot.sdk;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import io.github.tracingboot.core.InvalidConfigurationException;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.SpanLimitsBuilder;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who the spans come from and what bounds them.
 *
 * @param enabled whether spans are made at all; false leaves the application as if the
 * starter were not there
 * @param service the service that the spans come from
 * @param environment deployment environment, such as production
 * (deployment.environment.name); none when not set
 * @param cluster name of the cluster (k8s.cluster.name); none when not set
 * @param resource what else is known about the process
 * @param spanLimits bounds of a single span
 * @param exporter how long to wait at shutdown
 * @param global whether to register as GlobalOpenTelemetry, for libraries that use that
 */
@ConfigurationProperties("tracing")
record SdkProperties(@DefaultValue("true") boolean enabled, @DefaultValue Service service, @Nullable String environment,
		@Nullable String cluster, @DefaultValue ResourceProperties resource,
		@DefaultValue SpanLimitProperties spanLimits, @DefaultValue Exporter exporter,
		@DefaultValue("false") boolean global) {

	static SdkProperties defaults() {
		return new SdkProperties(true, Service.defaults(), null, null, ResourceProperties.defaults(),
				SpanLimitProperties.defaults(), Exporter.defaults(), false);
	}

	/**
	 * The service that the spans come from.
	 *
	 * @param name logical name of the service; falls back to spring.application.name,
	 * then to 'unknown_service:java'
	 * @param namespace group of services that this one belongs to; none when not set
	 * @param version version of the service; falls back to spring.application.version
	 * @param instanceId id of this instance, unique together with name and namespace;
	 * falls back to one that is stable for the process
	 */
	record Service(@Nullable String name, @Nullable String namespace, @Nullable String version,
			@Nullable String instanceId) {

		static Service defaults() {
			return new Service(null, null, null, null);
		}

	}

	/**
	 * What else is known about the process.
	 *
	 * @param attributes free resource attributes
	 * @param detectors what is found out by itself
	 */
	record ResourceProperties(@DefaultValue Map<String, String> attributes, @DefaultValue( {
			"process", "host", "container", "kubernetes" }) Set<ResourceDetector> detectors){

		static ResourceProperties defaults() {
			return new ResourceProperties(Map.of(), Set.of(ResourceDetector.PROCESS, ResourceDetector.HOST,
					ResourceDetector.CONTAINER, ResourceDetector.KUBERNETES));
		}

	}

	/**
	 * Bounds of a single span; what is over them is dropped.
	 *
	 * @param maxAttributes attributes per span
	 * @param maxAttributeValueLength characters of a text value; the rest is cut off.
	 * Unlimited when not set
	 * @param maxEvents events per span
	 * @param maxLinks links per span
	 * @param maxAttributesPerEvent attributes per event
	 * @param maxAttributesPerLink attributes per link
	 */
	record SpanLimitProperties(@DefaultValue("128") int maxAttributes, @Nullable Integer maxAttributeValueLength,
			@DefaultValue("128") int maxEvents, @DefaultValue("128") int maxLinks,
			@DefaultValue("128") int maxAttributesPerEvent, @DefaultValue("128") int maxAttributesPerLink) {

		SpanLimitProperties {
			notNegative("max-attributes", maxAttributes);
			notNegative("max-attribute-value-length", (maxAttributeValueLength != null) ? maxAttributeValueLength : 0);
			notNegative("max-events", maxEvents);
			notNegative("max-links", maxLinks);
			notNegative("max-attributes-per-event", maxAttributesPerEvent);
			notNegative("max-attributes-per-link", maxAttributesPerLink);
		}

		static SpanLimitProperties defaults() {
			return new SpanLimitProperties(128, null, 128, 128, 128, 128);
		}

		SpanLimits toSpanLimits() {
			SpanLimitsBuilder limits = SpanLimits.builder()
				.setMaxNumberOfAttributes(this.maxAttributes)
				.setMaxNumberOfEvents(this.maxEvents)
				.setMaxNumberOfLinks(this.maxLinks)
				.setMaxNumberOfAttributesPerEvent(this.maxAttributesPerEvent)
				.setMaxNumberOfAttributesPerLink(this.maxAttributesPerLink);
			if (this.maxAttributeValueLength != null) {
				limits.setMaxAttributeValueLength(this.maxAttributeValueLength);
			}
			return limits.build();
		}

		private static void notNegative(String name, int value) {
			if (value < 0) {
				throw new InvalidConfigurationException(
						"tracing.span-limits." + name + " is " + value + " but must not be negative.",
						"Set it to the number of entries to keep, for example 128.", "Remove it to keep the default.");
			}
		}

	}

	/**
	 * How long to wait at shutdown.
	 *
	 * @param shutdownTimeout how long the exporters together may take to send what is
	 * left when the application stops
	 */
	record Exporter(@DefaultValue("10s") Duration shutdownTimeout) {

		Exporter {
			if (shutdownTimeout.isNegative()) {
				throw new InvalidConfigurationException(
						"tracing.exporter.shutdown-timeout is " + shutdownTimeout + " but must not be negative.",
						"Set it to a duration such as 10s.", "Set it to 0s to wait for nothing.");
			}
		}

		static Exporter defaults() {
			return new Exporter(Duration.ofSeconds(10));
		}

	}

}
