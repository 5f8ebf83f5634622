package io.github.tracingboot.sample.api;

import io.opentelemetry.api.trace.SpanContext;
import org.junit.jupiter.api.Test;

import org.springframework.web.server.ResponseStatusException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class QueriesTests {

	private final Queries queries = new Queries();

	@Test
	void latestStateWins() {
		Query query = save("a");
		this.queries.save(query.failed("because"));
		assertThat(this.queries.get("a").error()).isEqualTo("because");
	}

	@Test
	void forgetsTheOldest() {
		for (int i = 0; i <= 1_000; i++) {
			save("query " + i);
		}
		assertThatExceptionOfType(ResponseStatusException.class).isThrownBy(() -> this.queries.get("query 0"));
		assertThat(this.queries.get("query 1").status()).isEqualTo(Query.Status.WORKING);
	}

	private Query save(String id) {
		return this.queries.save(new Query(id, "text", Query.Status.WORKING, null, null, SpanContext.getInvalid()));
	}

}
