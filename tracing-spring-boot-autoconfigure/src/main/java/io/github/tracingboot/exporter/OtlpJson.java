package io.github.tracingboot.exporter;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonWriter;
import org.springframework.util.StringUtils;

/**
 * Spans as a line of OTLP/JSON: an {@code ExportTraceServiceRequest} in the encoding of
 * the <a href="https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding">OTLP
 * specification</a>, which is Protobuf's JSON mapping with ids in hexadecimal and enums
 * as numbers.
 */
final class OtlpJson {

	private static final JsonWriter<Map<String, Object>> WRITER = JsonWriter.standard();

	private static final int HAS_IS_REMOTE = 0x100;

	private static final int IS_REMOTE = 0x200;

	private OtlpJson() {
	}

	static String line(Collection<SpanData> spans) {
		return WRITER.writeToString(Map.of("resourceSpans", resourceSpans(spans))) + "\n";
	}

	private static List<Object> resourceSpans(Collection<SpanData> spans) {
		List<Object> result = new ArrayList<>();
		grouped(spans).forEach((resource, scopes) -> {
			Map<String, Object> json = object("resource", object("attributes", attributes(resource.getAttributes())),
					"scopeSpans", scopeSpans(scopes));
			putText(json, "schemaUrl", resource.getSchemaUrl());
			result.add(json);
		});
		return result;
	}

	private static Map<Resource, Map<InstrumentationScopeInfo, List<SpanData>>> grouped(Collection<SpanData> spans) {
		return spans.stream()
			.collect(Collectors.groupingBy(SpanData::getResource, LinkedHashMap::new, Collectors
				.groupingBy(SpanData::getInstrumentationScopeInfo, LinkedHashMap::new, Collectors.toList())));
	}

	private static List<Object> scopeSpans(Map<InstrumentationScopeInfo, List<SpanData>> scopes) {
		List<Object> result = new ArrayList<>();
		scopes.forEach((scope, spans) -> {
			Map<String, Object> json = object("scope", scope(scope), "spans",
					spans.stream().map(OtlpJson::span).toList());
			putText(json, "schemaUrl", scope.getSchemaUrl());
			result.add(json);
		});
		return result;
	}

	private static Map<String, Object> scope(InstrumentationScopeInfo scope) {
		Map<String, Object> json = object("name", scope.getName());
		putText(json, "version", scope.getVersion());
		putAttributes(json, scope.getAttributes(), scope.getAttributes().size());
		return json;
	}

	private static Map<String, Object> span(SpanData span) {
		Map<String, Object> json = object("traceId", span.getTraceId(), "spanId", span.getSpanId());
		putText(json, "traceState", traceState(span.getSpanContext()));
		if (span.getParentSpanContext().isValid()) {
			json.put("parentSpanId", span.getParentSpanId());
		}
		json.put("flags", flags(span.getSpanContext(), span.getParentSpanContext()));
		json.put("name", span.getName());
		json.put("kind", kind(span.getKind()));
		json.put("startTimeUnixNano", String.valueOf(span.getStartEpochNanos()));
		json.put("endTimeUnixNano", String.valueOf(span.getEndEpochNanos()));
		putAttributes(json, span.getAttributes(), span.getTotalAttributeCount());
		if (!span.getEvents().isEmpty()) {
			json.put("events", span.getEvents().stream().map(OtlpJson::event).toList());
		}
		putDropped(json, "droppedEventsCount", span.getTotalRecordedEvents() - span.getEvents().size());
		if (!span.getLinks().isEmpty()) {
			json.put("links", span.getLinks().stream().map(OtlpJson::link).toList());
		}
		putDropped(json, "droppedLinksCount", span.getTotalRecordedLinks() - span.getLinks().size());
		json.put("status", status(span));
		return json;
	}

	private static Map<String, Object> event(EventData event) {
		Map<String, Object> json = object("timeUnixNano", String.valueOf(event.getEpochNanos()), "name",
				event.getName());
		putAttributes(json, event.getAttributes(), event.getTotalAttributeCount());
		return json;
	}

	private static Map<String, Object> link(LinkData link) {
		SpanContext context = link.getSpanContext();
		Map<String, Object> json = object("traceId", context.getTraceId(), "spanId", context.getSpanId());
		putText(json, "traceState", traceState(context));
		putAttributes(json, link.getAttributes(), link.getTotalAttributeCount());
		json.put("flags", flags(context, context));
		return json;
	}

	private static int kind(SpanKind kind) {
		return switch (kind) {
			case INTERNAL -> 1;
			case SERVER -> 2;
			case CLIENT -> 3;
			case PRODUCER -> 4;
			case CONSUMER -> 5;
		};
	}

	private static Map<String, Object> status(SpanData span) {
		Map<String, Object> json = switch (span.getStatus().getStatusCode()) {
			case UNSET -> object();
			case OK -> object("code", 1);
			case ERROR -> object("code", 2);
		};
		putText(json, "message", span.getStatus().getDescription());
		return json;
	}

	private static int flags(SpanContext context, SpanContext caller) {
		return (context.getTraceFlags().asByte() & 0xff) | HAS_IS_REMOTE | (caller.isRemote() ? IS_REMOTE : 0);
	}

	private static String traceState(SpanContext context) {
		TraceState state = context.getTraceState();
		return state.asMap()
			.entrySet()
			.stream()
			.map((entry) -> entry.getKey() + "=" + entry.getValue())
			.collect(Collectors.joining(","));
	}

	private static List<Object> attributes(Attributes attributes) {
		List<Object> json = new ArrayList<>(attributes.size());
		attributes.forEach((key, value) -> json.add(object("key", key.getKey(), "value", value(value))));
		return json;
	}

	private static Map<String, Object> value(Object value) {
		if (value instanceof List<?> list) {
			return object("arrayValue", object("values", list.stream().map(OtlpJson::value).toList()));
		}
		if (value instanceof Boolean) {
			return object("boolValue", value);
		}
		if (value instanceof Long) {
			return object("intValue", value.toString());
		}
		if (value instanceof Double number) {
			// JSON has no word for the rest: NaN, Infinity, -Infinity.
			return object("doubleValue", Double.isFinite(number) ? number : number.toString());
		}
		return object("stringValue", String.valueOf(value));
	}

	private static void putAttributes(Map<String, Object> json, Attributes attributes, int total) {
		if (!attributes.isEmpty()) {
			json.put("attributes", attributes(attributes));
		}
		putDropped(json, "droppedAttributesCount", total - attributes.size());
	}

	private static void putDropped(Map<String, Object> json, String name, int dropped) {
		if (dropped > 0) {
			json.put(name, dropped);
		}
	}

	private static void putText(Map<String, Object> json, String name, @Nullable String text) {
		if (StringUtils.hasLength(text)) {
			json.put(name, text);
		}
	}

	private static Map<String, Object> object(Object... namesAndValues) {
		Map<String, Object> json = new LinkedHashMap<>();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			json.put((String) namesAndValues[i], Objects.requireNonNull(namesAndValues[i + 1]));
		}
		return json;
	}

}
