package io.github.tracingboot.exporter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.testing.trace.TestSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.jspecify.annotations.Nullable;

/** Ended spans made by hand. */
final class TestSpans {

	static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

	private TestSpans() {
	}

	static TestSpanData.Builder span(String service, String name, SpanKind kind, String id, @Nullable String parent) {
		return span(TRACE_ID, service, name, kind, id, parent);
	}

	static TestSpanData.Builder span(String traceId, String service, String name, SpanKind kind, String id,
			@Nullable String parent) {
		return TestSpanData.builder()
			.setName(name)
			.setKind(kind)
			.setSpanContext(context(traceId, id))
			.setParentSpanContext((parent != null) ? context(traceId, parent) : SpanContext.getInvalid())
			.setResource(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), service)))
			.setStatus(StatusData.unset())
			.setHasEnded(true)
			.setStartEpochNanos(0)
			.setEndEpochNanos(Duration.ofMillis(10).toNanos());
	}

	static SpanContext context(String traceId, String id) {
		return SpanContext.create(traceId, "0".repeat(16 - id.length()) + id, TraceFlags.getSampled(),
				TraceState.getDefault());
	}

	static TestSpanData.Builder between(TestSpanData.Builder span, double startMillis, double endMillis) {
		return span.setStartEpochNanos((long) (startMillis * 1e6)).setEndEpochNanos((long) (endMillis * 1e6));
	}

	/** One query through the Chimera agents, with every span that the agents make. */
	static List<SpanData> chimera() {
		List<SpanData> spans = new ArrayList<>();
		add(spans, "chimera-api", "POST /api/queries", SpanKind.SERVER, "1", null, 0, 200);
		add(spans, "chimera-api", "send chimera.events:query.request", SpanKind.PRODUCER, "2", "1", 5, 6);
		add(spans, "query_agent", "process_query", SpanKind.CONSUMER, "3", "2", 20, 170);
		add(spans, "query_agent", "nlp_processing", SpanKind.INTERNAL, "4", "3", 20.1, 70.1);
		add(spans, "query_agent", "entity_extraction", SpanKind.INTERNAL, "5", "3", 20.2, 50.2);
		add(spans, "query_agent", "intent_classification", SpanKind.INTERNAL, "6", "3", 20.3, 60.3);
		add(spans, "query_agent", "send chimera.events:data_retrieval.request", SpanKind.PRODUCER, "7", "3", 71, 72);
		add(spans, "data_retrieval_agent", "fetch_data", SpanKind.CONSUMER, "8", "7", 72, 172);
		add(spans, "data_retrieval_agent", "POST", SpanKind.CLIENT, "9", "8", 73, 105);
		add(spans, "zcash_node", "get_block_height", SpanKind.SERVER, "a", "9", 74, 104);
		add(spans, "data_retrieval_agent", "GET", SpanKind.CLIENT, "b", "8", 106, 158);
		add(spans, "exchange_api", "get_price", SpanKind.SERVER, "c", "b", 107, 157);
		spans.add(between(span("data_retrieval_agent", "cache_set", SpanKind.CLIENT, "d", "8"), 159, 164)
			.setAttributes(Attributes.of(AttributeKey.stringKey("db.system.name"), "redis",
					AttributeKey.stringKey("server.address"), "localhost"))
			.build());
		add(spans, "data_retrieval_agent", "send data_retrieval.response", SpanKind.PRODUCER, "e", "8", 165, 166);
		add(spans, "query_agent", "send query.response", SpanKind.PRODUCER, "f", "3", 168, 169);
		return spans;
	}

	private static void add(List<SpanData> spans, String service, String name, SpanKind kind, String id,
			@Nullable String parent, double startMillis, double endMillis) {
		spans.add(between(span(service, name, kind, id, parent), startMillis, endMillis).build());
	}

}
