package io.github.tracingboot.exporter;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import io.github.tracingboot.exporter.TraceTree.View;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.testing.trace.TestSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.github.tracingboot.exporter.TestSpans.between;
import static io.github.tracingboot.exporter.TestSpans.span;
import static org.assertj.core.api.Assertions.assertThat;

class TraceTreeTests {

	private static final StatusData ERROR = StatusData.error();

	@Test
	void collapsedViewOfTheChimeraTrace() {
		assertThat(TraceTree.render(TestSpans.chimera(), View.COLLAPSED)).isEqualTo("""
				chimera-api: POST /api/queries            SERVER    [200 ms]
				└─ query_agent: process_query             CONSUMER  [150 ms]
				   ├─ query_agent: nlp_processing                   [50 ms]
				   ├─ query_agent: entity_extraction                [30 ms]
				   ├─ query_agent: intent_classification            [40 ms]
				   └─ data_retrieval_agent: fetch_data    CONSUMER  [100 ms]
				      ├─ zcash_node: get_block_height               [30 ms]
				      ├─ exchange_api: get_price                    [50 ms]
				      └─ redis: cache_set                           [5 ms]
				""");
	}

	@Test
	void fullViewOfTheChimeraTrace() {
		assertThat(TraceTree.render(TestSpans.chimera(), View.FULL)).isEqualTo("""
				chimera-api: POST /api/queries                                     SERVER    [200 ms]
				└─ chimera-api: send chimera.events:query.request                  PRODUCER  [1 ms]
				   └─ query_agent: process_query                                   CONSUMER  [150 ms]
				      ├─ query_agent: nlp_processing                                         [50 ms]
				      ├─ query_agent: entity_extraction                                      [30 ms]
				      ├─ query_agent: intent_classification                                  [40 ms]
				      ├─ query_agent: send chimera.events:data_retrieval.request   PRODUCER  [1 ms]
				      │  └─ data_retrieval_agent: fetch_data                       CONSUMER  [100 ms]
				      │     ├─ data_retrieval_agent: POST                          CLIENT    [32 ms]
				      │     │  └─ zcash_node: get_block_height                     SERVER    [30 ms]
				      │     ├─ data_retrieval_agent: GET                           CLIENT    [52 ms]
				      │     │  └─ exchange_api: get_price                          SERVER    [50 ms]
				      │     ├─ data_retrieval_agent: cache_set                     CLIENT    [5 ms]
				      │     └─ data_retrieval_agent: send data_retrieval.response  PRODUCER  [1 ms]
				      └─ query_agent: send query.response                          PRODUCER  [1 ms]
				""");
	}

	@Test
	void theOrderOfTheInputDoesNotMatter() {
		List<SpanData> spans = TestSpans.chimera();
		String expected = TraceTree.render(spans, View.COLLAPSED);
		Collections.shuffle(spans, new Random(7));
		assertThat(TraceTree.render(spans, View.COLLAPSED)).isEqualTo(expected);
	}

	@Test
	void nothingIsDrawnOfNothing() {
		assertThat(TraceTree.render(List.of(), View.FULL)).isEmpty();
	}

	@Test
	void aCallWithoutAttributesKeepsItsOwnService() {
		assertThat(
				collapsed(span("a", "work", SpanKind.INTERNAL, "1", null), span("a", "GET", SpanKind.CLIENT, "2", "1")))
			.isEqualTo("""
					a: work    [10 ms]
					└─ a: GET  [10 ms]
					""");
	}

	@ParameterizedTest
	@CsvSource({ "peer.service db.system.name db.system server.address, peer.service",
			"db.system.name db.system server.address, db.system.name", "db.system server.address, db.system",
			"server.address, server.address" })
	void aCallIsLabelledWithTheServiceThatItCalls(String present, String label) {
		AttributesBuilder attributes = Attributes.builder();
		for (String key : present.split(" ", -1)) {
			attributes.put(key, key);
		}
		assertThat(collapsed(span("a", "work", SpanKind.INTERNAL, "1", null),
				span("a", "get", SpanKind.CLIENT, "2", "1").setAttributes(attributes.build())))
			.contains("└─ " + label + ": get ");
	}

	@Test
	void aMethodThatIsOneCallToADatabaseIsOneLine() {
		TestSpanData.Builder root = span("a", "work", SpanKind.SERVER, "1", null);
		TestSpanData.Builder method = span("a", "cache_set", SpanKind.INTERNAL, "2", "1");
		Attributes redis = Attributes.builder().put("db.system.name", "redis").build();
		TestSpanData.Builder call = span("a", "SET", SpanKind.CLIENT, "3", "2").setAttributes(redis);
		assertThat(collapsed(root, method, call)).isEqualTo("""
				a: work              SERVER  [10 ms]
				└─ redis: cache_set          [10 ms]
				""");
		assertThat(collapsed(root, method, call, span("a", "GET", SpanKind.CLIENT, "4", "2").setAttributes(redis)))
			.isEqualTo("""
					a: work           SERVER  [10 ms]
					└─ a: cache_set           [10 ms]
					   ├─ redis: SET          [10 ms]
					   └─ redis: GET          [10 ms]
					""");
		assertThat(collapsed(root, method, call.setStatus(ERROR))).contains("└─ redis: SET  ").contains("ERROR");
		assertThat(collapsed(root, method.setStatus(ERROR), call)).contains("redis: cache_set").contains("ERROR");
	}

	@Test
	void aMessageThatNobodyConsumedIsLeftOutUnlessItFailed() {
		TestSpanData.Builder root = span("a", "work", SpanKind.INTERNAL, "1", null);
		TestSpanData.Builder message = span("a", "send x", SpanKind.PRODUCER, "2", "1");
		assertThat(collapsed(root, message)).isEqualTo("a: work  [10 ms]\n");
		assertThat(collapsed(root, message.setStatus(ERROR))).contains("└─ a: send x");
		assertThat(collapsed(span("a", "send x", SpanKind.PRODUCER, "2", null)))
			.isEqualTo("a: send x  PRODUCER  [10 ms]\n");
	}

	@Test
	void aMessageToTheSameServiceStays() {
		assertThat(collapsed(span("a", "send x", SpanKind.PRODUCER, "1", null),
				span("a", "process x", SpanKind.CONSUMER, "2", "1"), span("a", "step", SpanKind.INTERNAL, "3", "2")))
			.isEqualTo("""
					a: send x        PRODUCER  [10 ms]
					└─ a: process x  CONSUMER  [10 ms]
					   └─ a: step              [10 ms]
					""");
	}

	@Test
	void aFailedCallStaysUnlessTheServiceItCalledFailedToo() {
		TestSpanData.Builder call = span("a", "GET", SpanKind.CLIENT, "1", null).setStatus(ERROR);
		TestSpanData.Builder served = span("b", "GET /x", SpanKind.SERVER, "2", "1");
		assertThat(collapsed(call, served)).isEqualTo("""
				a: GET        CLIENT  [10 ms] ERROR
				└─ b: GET /x          [10 ms]
				""");
		assertThat(collapsed(call, served.setStatus(ERROR))).isEqualTo("b: GET /x  SERVER  [10 ms] ERROR\n");
	}

	@Test
	void liftedChildrenStandWhereTheCallStood() {
		// The clock of service b is ahead.
		assertThat(collapsed(span("a", "work", SpanKind.INTERNAL, "1", null),
				between(span("a", "GET", SpanKind.CLIENT, "2", "1"), 1, 3),
				between(span("b", "first", SpanKind.SERVER, "3", "2"), 101, 103),
				between(span("a", "second", SpanKind.INTERNAL, "4", "1"), 4, 6)))
			.isEqualTo("""
					a: work       [10 ms]
					├─ b: first   [2 ms]
					└─ a: second  [2 ms]
					""");
	}

	@Test
	void spansWithoutTheirParentAreRoots() {
		assertThat(TraceTree.render(built(between(span("a", "late", SpanKind.INTERNAL, "2", "99"), 5, 15),
				span("a", "early", SpanKind.SERVER, "1", null)), View.FULL))
			.isEqualTo("""
					a: early  SERVER  [10 ms]
					a: late           [10 ms]
					""");
	}

	@Test
	void circlesAndDuplicatesAreDrawnOnce() {
		assertThat(TraceTree.render(
				built(span("a", "self", SpanKind.INTERNAL, "1", "1"), span("a", "one", SpanKind.INTERNAL, "2", "3"),
						span("a", "two", SpanKind.INTERNAL, "3", "2"), span("a", "two", SpanKind.INTERNAL, "3", "2")),
				View.FULL))
			.isEqualTo("""
					a: self    [10 ms]
					a: one     [10 ms]
					└─ a: two  [10 ms]
					""");
	}

	@Test
	void aChainOfAHundredThousandSpansIsDrawnToALimitedDepth() {
		List<SpanData> chain = new ArrayList<>();
		for (int i = 1; i <= 100_000; i++) {
			chain
				.add(span("a", "n" + i, SpanKind.INTERNAL, Integer.toHexString(i), Integer.toHexString(i - 1)).build());
		}
		String tree = TraceTree.render(chain, View.FULL);
		assertThat(tree.lines()).hasSize(100_000).allMatch((line) -> line.length() < 250);
		assertThat(tree).contains("└─ a: n100000 ");
	}

	@Test
	void aFailureShowsItsException() {
		Attributes exception = Attributes.of(AttributeKey.stringKey("exception.type"),
				"java.lang.IllegalStateException", AttributeKey.stringKey("exception.message"), "no node\nsecond line");
		assertThat(collapsed(span("a", "x", SpanKind.INTERNAL, "1", null).setStatus(ERROR)
			.setEvents(List.of(EventData.create(1, "exception", exception)))))
			.isEqualTo("a: x  [10 ms] ERROR java.lang.IllegalStateException: no node\n");
	}

	@Test
	void aFailureWithoutExceptionShowsItsTypeOrDescription() {
		TestSpanData.Builder failed = span("a", "x", SpanKind.INTERNAL, "1", null);
		assertThat(collapsed(failed.setStatus(StatusData.create(StatusCode.ERROR, "broken"))))
			.endsWith("] ERROR broken\n");
		assertThat(collapsed(
				failed.setStatus(ERROR).setAttributes(Attributes.of(AttributeKey.stringKey("error.type"), "503"))))
			.endsWith("] ERROR 503\n");
	}

	@Test
	void hostileNamesStayOnTheirLine() {
		String tree = collapsed(span("a", "x\r\n\u001b[2J" + "y".repeat(1000), SpanKind.INTERNAL, "1", null));
		assertThat(tree.lines()).singleElement()
			.asString()
			.startsWith("a: x   [2Jyyy")
			.contains("y…  [10 ms]")
			.hasSizeLessThan(120);
	}

	@Test
	void aSpanWithoutServiceNameIsDrawn() {
		assertThat(collapsed(span("a", "x", SpanKind.INTERNAL, "1", null).setResource(Resource.empty())))
			.isEqualTo("unknown_service: x  [10 ms]\n");
	}

	@ParameterizedTest
	@CsvSource({ "-5, 0 ms", "0, 0 ms", "499, 0 µs", "850000, 850 µs", "999499, 999 µs", "999500, 1 ms",
			"1250000, 1.3 ms", "9940000, 9.9 ms", "9950000, 10 ms", "123456789, 123 ms", "999499999, 999 ms",
			"999500000, 1 s", "1234000000, 1.2 s", "59940000000, 59.9 s", "59950000000, 1 min 0 s",
			"125000000000, 2 min 5 s" })
	void durationsAreShort(long nanos, String text) {
		assertThat(TraceTreeLine.duration(nanos)).isEqualTo(text);
	}

	private static String collapsed(TestSpanData.Builder... spans) {
		return TraceTree.render(built(spans), View.COLLAPSED);
	}

	private static List<SpanData> built(TestSpanData.Builder... spans) {
		List<SpanData> all = new ArrayList<>();
		for (TestSpanData.Builder span : spans) {
			all.add(span.build());
		}
		return all;
	}

}
