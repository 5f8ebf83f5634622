package io.github.tracingboot.exporter;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.jayway.jsonpath.JsonPath;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.testing.trace.TestSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import net.minidev.json.JSONArray;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OtlpJsonTests {

	private static final String TRACE_ID = TestSpans.TRACE_ID;

	@Test
	void aSpanHasEveryFieldInTheEncodingOfTheSpecification() {
		TraceState state = TraceState.builder().put("vendor", "b").put("other", "a").build();
		SpanContext remote = SpanContext.createFromRemoteParent(TRACE_ID, "00f067aa0ba902b7", TraceFlags.getSampled(),
				state);
		SpanData span = TestSpans.span("shop", "pay", SpanKind.SERVER, "1", null)
			.setSpanContext(SpanContext.create(TRACE_ID, "0000000000000001", TraceFlags.getSampled(), state))
			.setParentSpanContext(remote)
			.setStartEpochNanos(1_700_000_000_123_456_789L)
			.setEndEpochNanos(1_700_000_001_123_456_789L)
			.setResource(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "shop"), "schema:r"))
			.setInstrumentationScopeInfo(
					InstrumentationScopeInfo.builder("scope").setVersion("1").setSchemaUrl("schema:s").build())
			.setAttributes(Attributes.of(AttributeKey.longKey("n"), Long.MAX_VALUE))
			.setTotalAttributeCount(3)
			.setEvents(List.of(EventData.create(17, "event", Attributes.of(AttributeKey.booleanKey("b"), true), 2)))
			.setTotalRecordedEvents(5)
			.setLinks(List.of(LinkData.create(remote, Attributes.of(AttributeKey.stringKey("s"), "v"), 1)))
			.setTotalRecordedLinks(4)
			.setStatus(StatusData.create(io.opentelemetry.api.trace.StatusCode.ERROR, "no \"money\"\n"))
			.build();
		assertThat(read(OtlpJson.line(List.of(span)))).isEqualTo(read("""
				{"resourceSpans":[{
				"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]},
				"scopeSpans":[{
				"scope":{"name":"scope","version":"1"},
				"spans":[{
				"traceId":"0af7651916cd43dd8448eb211c80319c",
				"spanId":"0000000000000001",
				"traceState":"other=a,vendor=b",
				"parentSpanId":"00f067aa0ba902b7",
				"flags":769,
				"name":"pay",
				"kind":2,
				"startTimeUnixNano":"1700000000123456789",
				"endTimeUnixNano":"1700000001123456789",
				"attributes":[{"key":"n","value":{"intValue":"9223372036854775807"}}],
				"droppedAttributesCount":2,
				"events":[{"timeUnixNano":"17","name":"event",
				"attributes":[{"key":"b","value":{"boolValue":true}}],"droppedAttributesCount":1}],
				"droppedEventsCount":4,
				"links":[{"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"00f067aa0ba902b7",
				"traceState":"other=a,vendor=b","flags":769,
				"attributes":[{"key":"s","value":{"stringValue":"v"}}]}],
				"droppedLinksCount":3,
				"status":{"code":2,"message":"no \\"money\\"\\n"}
				}],
				"schemaUrl":"schema:s"}],
				"schemaUrl":"schema:r"}]}
				"""));
	}

	@Test
	void anEmptySpanLeavesOutWhatIsEmpty() {
		SpanData span = TestSpans.span("shop", "pay", SpanKind.INTERNAL, "1", null)
			.setInstrumentationScopeInfo(InstrumentationScopeInfo.empty())
			.build();
		Object scopeSpans = read(OtlpJson.line(List.of(span)), "resourceSpans[0].scopeSpans[0]");
		assertThat(scopeSpans).isEqualTo(read("""
				{"scope":{"name":""},
				"spans":[{"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"0000000000000001","flags":257,
				"name":"pay","kind":1,"startTimeUnixNano":"0","endTimeUnixNano":"10000000","status":{}}]}
				"""));
	}

	@Test
	void everyTypeOfAttributeHasItsValue() {
		Attributes attributes = Attributes.builder()
			.put("string", "ä\u2028\ud83d\ude00\u0001")
			.put("boolean", false)
			.put("long", -1)
			.put("double", 0.5)
			.put("nan", Double.NaN)
			.put("infinite", Double.NEGATIVE_INFINITY)
			.put("strings", "a", "b")
			.put("booleans", true, false)
			.put("longs", 1, 2)
			.put("doubles", 1.5, Double.POSITIVE_INFINITY)
			.build();
		SpanData span = TestSpans.span("shop", "pay", SpanKind.INTERNAL, "1", null).setAttributes(attributes).build();
		JSONArray read = (JSONArray) read(OtlpJson.line(List.of(span)),
				"resourceSpans[0].scopeSpans[0].spans[0].attributes");
		Map<Object, Object> values = new HashMap<>();
		for (Object attribute : read) {
			values.put(((Map<?, ?>) attribute).get("key"), ((Map<?, ?>) attribute).get("value"));
		}
		assertThat(read).hasSize(10);
		assertThat(values).isEqualTo(read("""
				{"string":{"stringValue":"ä\\u2028\\ud83d\\ude00\\u0001"},
				"boolean":{"boolValue":false},
				"long":{"intValue":"-1"},
				"double":{"doubleValue":0.5},
				"nan":{"doubleValue":"NaN"},
				"infinite":{"doubleValue":"-Infinity"},
				"strings":{"arrayValue":{"values":[{"stringValue":"a"},{"stringValue":"b"}]}},
				"booleans":{"arrayValue":{"values":[{"boolValue":true},{"boolValue":false}]}},
				"longs":{"arrayValue":{"values":[{"intValue":"1"},{"intValue":"2"}]}},
				"doubles":{"arrayValue":{"values":[{"doubleValue":1.5},{"doubleValue":"Infinity"}]}}}
				"""));
	}

	@Test
	void spansAreGroupedByResourceAndScope() {
		InstrumentationScopeInfo other = InstrumentationScopeInfo.create("other");
		List<SpanData> spans = List.of(span("a", "1").build(), span("b", "2").build(), span("a", "3").build(),
				span("a", "4").setInstrumentationScopeInfo(other).build());
		String line = OtlpJson.line(spans);
		assertThat(read(line, "resourceSpans[0].scopeSpans[0].spans[*].spanId"))
			.isEqualTo(List.of("0000000000000001", "0000000000000003"));
		assertThat(read(line, "resourceSpans[0].scopeSpans[1].spans[*].spanId")).isEqualTo(List.of("0000000000000004"));
		assertThat(read(line, "resourceSpans[1].scopeSpans[*].spans[*].spanId")).isEqualTo(List.of("0000000000000002"));
	}

	@Test
	void aLineIsOneLine() {
		String line = OtlpJson.line(List.of(span("a\nb\r", "1").setName("\u0085\n").build()));
		assertThat(line).endsWith("}\n");
		assertThat(line.lines()).hasSize(1);
	}

	private static TestSpanData.Builder span(String service, String id) {
		return TestSpans.span(service, "work", SpanKind.INTERNAL, id, null);
	}

	private static Object read(String json) {
		return read(json, "$");
	}

	private static Object read(String json, String path) {
		return JsonPath.parse(json).read(path);
	}

}
