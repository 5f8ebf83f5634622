package io.github.tracingboot.exporter;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** With stand-ins; the SDK's own types answer in {@link FailureMatrixIT}. */
@SuppressWarnings({ "UnusedMethod", "DoNotCallSuggester" })
class ServerAnswerTests {

	@Test
	void itIsReadWhateverItsTypeIs() {
		assertThat(ServerAnswer.of(new Failure(new OldAnswer(400, "Bad Request"))))
			.hasToString("Server responded with status code 400. Error message: Bad Request");
		assertThat(ServerAnswer.of(new Failure(new NewAnswer("UNAVAILABLE"))))
			.hasToString("Server responded with status code UNAVAILABLE");
	}

	@Test
	void withoutAnAnswerThereIsNone() {
		assertThat(ServerAnswer.of(new Failure(null))).isNull();
		assertThat(ServerAnswer.of(new Failure("no answer"))).isNull();
		assertThat(ServerAnswer.of(new IllegalStateException())).isNull();
	}

	@Test
	void anAnswerThatCannotBeReadIsNone() {
		assertThat(ServerAnswer.of(new Failure(new Broken()))).isNull();
	}

	private static final class Failure extends Exception {

		private static final long serialVersionUID = 1L;

		private final transient @Nullable Object response;

		Failure(@Nullable Object response) {
			this.response = response;
		}

		@Nullable Object getResponse() {
			return this.response;
		}

	}

	private record OldAnswer(int statusCode, String statusMessage) {

	}

	private record NewAnswer(String getStatusCode) {

		@Nullable String getStatusDescription() {
			return null;
		}

	}

	private static final class Broken {

		int statusCode() {
			throw new IllegalStateException();
		}

	}

}
