package io.github.tracingboot.sample.launcher;

import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** The trace of a query, as both views draw it, without times. */
final class ExpectedTree {

	static final String COLLAPSED = """
			chimera-api: POST /api/queries            SERVER
			└─ query_agent: process_query             CONSUMER
			   ├─ query_agent: nlp_processing
			   ├─ query_agent: entity_extraction
			   ├─ query_agent: intent_classification
			   └─ data_retrieval_agent: fetch_data    CONSUMER
			      ├─ zcash_node: get_block_height
			      ├─ exchange_api: get_price
			      └─ redis: cache_set
			""";

	static final String FULL = """
			chimera-api: POST /api/queries                                                    SERVER
			└─ chimera-api: send chimera.events:query.request                                 PRODUCER
			   └─ query_agent: process_query                                                  CONSUMER
			      ├─ query_agent: nlp_processing
			      ├─ query_agent: entity_extraction
			      ├─ query_agent: intent_classification
			      ├─ query_agent: send chimera.events:data_retrieval.request                  PRODUCER
			      │  └─ data_retrieval_agent: fetch_data                                      CONSUMER
			      │     ├─ data_retrieval_agent: POST /                                       CLIENT
			      │     │  └─ zcash_node: get_block_height                                    SERVER
			      │     ├─ data_retrieval_agent: GET /exchanges/{exchange}/prices/{symbol}    CLIENT
			      │     │  └─ exchange_api: get_price                                         SERVER
			      │     ├─ data_retrieval_agent: cache_set
			      │     │  └─ data_retrieval_agent: SET                                       CLIENT
			      │     └─ data_retrieval_agent: send chimera.events:data_retrieval.response  PRODUCER
			      └─ query_agent: send chimera.events:query.response                          PRODUCER
			""";

	private ExpectedTree() {
	}

	static void assertCollapsed(String tree) {
		assertThat(lines(tree)).isEqualTo(lines(COLLAPSED));
	}

	static void assertFull(String tree) {
		assertThat(lines(tree)).isEqualTo(lines(FULL));
	}

	// The three steps run at the same time, so any of them may be the first.
	private static List<String> lines(String tree) {
		List<String> lines = Arrays.asList(tree.lines()
			.map((line) -> line.replaceFirst("\\[[^\\]]+\\]$", "").stripTrailing())
			.toArray(String[]::new));
		int first = 0;
		while (first < lines.size() && !lines.get(first).matches(".*_(processing|extraction|classification)")) {
			first++;
		}
		if (first + 3 <= lines.size()) {
			lines.subList(first, first + 3).sort(null);
		}
		return lines;
	}

}
