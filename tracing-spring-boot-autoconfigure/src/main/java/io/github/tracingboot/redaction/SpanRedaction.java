package io.github.tracingboot.redaction;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.util.function.SingletonSupplier;

/**
 * Takes the secrets out of a span, wherever they stand. The exporters get what is left.
 */
final class SpanRedaction implements UnaryOperator<SpanData> {

	private static final Logger logger = LoggerFactory.getLogger(SpanRedaction.class);

	// Made with the first span: no application starts sooner for having it before.
	private final Supplier<AttributeRedaction> attributes;

	private volatile @Nullable RedactedResource lastResource;

	private volatile boolean failureReported;

	SpanRedaction(Supplier<AttributeRedaction> attributes) {
		this.attributes = SingletonSupplier.of(attributes);
	}

	/**
	 * Takes the secrets out.
	 * @param span an ended span
	 * @return the span itself if there are none
	 */
	@Override
	public SpanData apply(SpanData span) {
		try {
			return redact(span);
		}
		catch (RuntimeException ex) {
			if (!this.failureReported) {
				this.failureReported = true;
				logger.warn("A span could not be searched for secrets and is exported without its content", ex);
			}
			return new RedactedSpan(span, Action.MASK, Attributes.empty(), List.of(), List.of(),
					StatusData.create(span.getStatus().getStatusCode(), ""), Resource.empty());
		}
	}

	private SpanData redact(SpanData span) {
		AttributeRedaction attributes = this.attributes.get();
		String name = attributes.text().redact(span.getName(), span.getName().hashCode());
		Attributes redacted = attributes.redact(span.getAttributes());
		List<EventData> events = events(span.getEvents(), attributes);
		List<LinkData> links = links(span.getLinks(), attributes);
		StatusData status = status(span.getStatus(), attributes);
		Resource resource = resource(span.getResource(), attributes);
		boolean clean = name.equals(span.getName()) && redacted == span.getAttributes() && events == span.getEvents()
				&& links == span.getLinks() && status == span.getStatus() && resource == span.getResource();
		return clean ? span : new RedactedSpan(span, name, redacted, events, links, status, resource);
	}

	private static List<EventData> events(List<EventData> events, AttributeRedaction attributes) {
		List<EventData> redacted = null;
		for (int i = 0; i < events.size(); i++) {
			EventData event = events.get(i);
			String name = attributes.text().redact(event.getName());
			Attributes values = attributes.redact(event.getAttributes());
			if (!name.equals(event.getName()) || values != event.getAttributes()) {
				redacted = (redacted != null) ? redacted : new ArrayList<>(events);
				redacted.set(i, EventData.create(event.getEpochNanos(), name, values, event.getTotalAttributeCount()));
			}
		}
		return (redacted != null) ? redacted : events;
	}

	private static List<LinkData> links(List<LinkData> links, AttributeRedaction attributes) {
		List<LinkData> redacted = null;
		for (int i = 0; i < links.size(); i++) {
			LinkData link = links.get(i);
			Attributes values = attributes.redact(link.getAttributes());
			if (values != link.getAttributes()) {
				redacted = (redacted != null) ? redacted : new ArrayList<>(links);
				redacted.set(i, LinkData.create(link.getSpanContext(), values, link.getTotalAttributeCount()));
			}
		}
		return (redacted != null) ? redacted : links;
	}

	private static StatusData status(StatusData status, AttributeRedaction attributes) {
		String description = status.getDescription();
		String redacted = description.isEmpty() ? description : attributes.text().redact(description);
		return redacted.equals(description) ? status : StatusData.create(status.getStatusCode(), redacted);
	}

	// All spans of an application have the same one.
	private Resource resource(Resource resource, AttributeRedaction attributes) {
		RedactedResource last = this.lastResource;
		if (last == null || last.original() != resource) {
			Attributes values = attributes.redact(resource.getAttributes());
			last = new RedactedResource(resource,
					(values != resource.getAttributes()) ? Resource.create(values, resource.getSchemaUrl()) : resource);
			this.lastResource = last;
		}
		return last.redacted();
	}

	private record RedactedResource(Resource original, Resource redacted) {

	}

}
