package io.github.tracingboot.sample.collector;

import java.util.List;
import java.util.Locale;

import com.google.protobuf.ByteString;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.opentelemetry.sdk.common.InstrumentationLibraryInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;

/** A span that came over OTLP. */
record ReceivedSpan(Resource getResource, String getName, SpanKind getKind, SpanContext getSpanContext,
		SpanContext getParentSpanContext, StatusData getStatus, long getStartEpochNanos, long getEndEpochNanos,
		Attributes getAttributes, List<EventData> getEvents, List<LinkData> getLinks) implements SpanData {

	static SpanData of(Resource resource, Span span) {
		SpanContext context = context(span, span.getSpanId());
		SpanContext parent = span.getParentSpanId().isEmpty() ? SpanContext.getInvalid()
				: context(span, span.getParentSpanId());
		List<EventData> events = span.getEventsList()
			.stream()
			.map((event) -> EventData.create(event.getTimeUnixNano(), event.getName(),
					attributes(event.getAttributesList())))
			.toList();
		return new ReceivedSpan(resource, span.getName(), kind(span.getKind()), context, parent,
				status(span.getStatus()), span.getStartTimeUnixNano(), span.getEndTimeUnixNano(),
				attributes(span.getAttributesList()), events, links(span));
	}

	private static List<LinkData> links(Span span) {
		return span.getLinksList()
			.stream()
			.map((link) -> LinkData.create(
					SpanContext.create(TraceId.fromBytes(link.getTraceId().toByteArray()),
							SpanId.fromBytes(link.getSpanId().toByteArray()),
							TraceFlags.fromByte((byte) link.getFlags()), TraceState.getDefault()),
					attributes(link.getAttributesList())))
			.toList();
	}

	static Attributes attributes(List<KeyValue> values) {
		AttributesBuilder attributes = Attributes.builder();
		for (KeyValue value : values) {
			put(attributes, value.getKey(), value.getValue());
		}
		return attributes.build();
	}

	private static void put(AttributesBuilder attributes, String key, AnyValue value) {
		switch (value.getValueCase()) {
			case BOOL_VALUE -> attributes.put(AttributeKey.booleanKey(key), value.getBoolValue());
			case INT_VALUE -> attributes.put(AttributeKey.longKey(key), value.getIntValue());
			case DOUBLE_VALUE -> attributes.put(AttributeKey.doubleKey(key), value.getDoubleValue());
			case STRING_VALUE -> attributes.put(AttributeKey.stringKey(key), value.getStringValue());
			default -> attributes.put(AttributeKey.stringKey(key), value.toString());
		}
	}

	private static SpanContext context(Span span, ByteString spanId) {
		return SpanContext.createFromRemoteParent(TraceId.fromBytes(span.getTraceId().toByteArray()),
				SpanId.fromBytes(spanId.toByteArray()), TraceFlags.fromByte((byte) span.getFlags()),
				TraceState.getDefault());
	}

	private static SpanKind kind(Span.SpanKind kind) {
		return switch (kind) {
			case SPAN_KIND_SERVER, SPAN_KIND_CLIENT, SPAN_KIND_PRODUCER, SPAN_KIND_CONSUMER ->
				SpanKind.valueOf(kind.name().substring("SPAN_KIND_".length()).toUpperCase(Locale.ROOT));
			default -> SpanKind.INTERNAL;
		};
	}

	private static StatusData status(Status status) {
		StatusCode code = switch (status.getCode()) {
			case STATUS_CODE_OK -> StatusCode.OK;
			case STATUS_CODE_ERROR -> StatusCode.ERROR;
			default -> StatusCode.UNSET;
		};
		return StatusData.create(code, status.getMessage());
	}

	@Override
	public boolean hasEnded() {
		return true;
	}

	@Override
	public int getTotalRecordedEvents() {
		return getEvents().size();
	}

	@Override
	public int getTotalRecordedLinks() {
		return getLinks().size();
	}

	@Override
	public int getTotalAttributeCount() {
		return getAttributes().size();
	}

	@Override
	@Deprecated
	@SuppressWarnings("InlineMeSuggester") // demanded by the interface
	public InstrumentationLibraryInfo getInstrumentationLibraryInfo() {
		return InstrumentationLibraryInfo.empty();
	}

}
