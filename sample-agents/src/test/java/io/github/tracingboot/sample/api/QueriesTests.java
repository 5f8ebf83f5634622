package io.github.tracingboot.sample.api;

import io.opentelemetry.api.trace.SpanContext;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class QueriesTests {

	private final Queries queries = new Queries();

	@Test
	void latestStateWins() {
		save("a");
		this.queries.change("a", (query) -> query.failed("because"));
		assertThat(this.queries.find("a")).map(Query::error).contains("because");
	}

	@Test
	void whatIsForgottenCannotChange() {
		assertThat(this.queries.change("nobody", Query::cancelled)).isEmpty();
	}

	@Test
	void forgetsTheOldest() {
		for (int i = 0; i <= 1_000; i++) {
			save("query " + i);
		}
		assertThat(this.queries.find("query 0")).isEmpty();
		assertThat(this.queries.find("query 1")).map(Query::status).contains(Query.Status.WORKING);
	}

	private void save(String id) {
		this.queries.add(Query.submitted(id, "text", SpanContext.getInvalid()));
	}

}
