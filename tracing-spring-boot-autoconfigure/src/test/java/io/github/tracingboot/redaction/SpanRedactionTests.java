package io.github.tracingboot.redaction;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.testing.trace.TestSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SpanRedactionTests {

	private static final AttributeKey<String> TEXT = AttributeKey.stringKey("text");

	private static final SpanContext CONTEXT = SpanContext.create("0af7651916cd43dd8448eb211c80319c",
			"00f067aa0ba902b7", TraceFlags.getSampled(), TraceState.getDefault());

	private final SpanRedaction redaction = redaction(Map.of());

	@Test
	void noPlantedSecretIsLeftAnywhere() {
		List<Secrets.Planted> planted = Secrets.planted();
		Set<String> kinds = new HashSet<>();
		for (Secrets.Planted secret : planted) {
			SpanData span = everywhere(secret.text());
			assertThat(span.toString()).contains(secret.secret());
			SpanData redacted = this.redaction.apply(span);
			assertThat(text(redacted)).as(secret.kind())
				.hasSize(10)
				.noneMatch((text) -> text.contains(secret.secret()));
			kinds.add(secret.kind());
		}
		assertThat(planted).hasSizeGreaterThanOrEqualTo(200);
		assertThat(kinds).hasSize(15);
	}

	@Test
	void whatOnlyLooksLikeASecretStays() {
		List<String> harmless = Secrets.harmless();
		for (String text : harmless) {
			SpanData span = everywhere(text);
			assertThat(text(this.redaction.apply(span))).isEqualTo(text(span));
			assertThat(this.redaction.apply(span)).isSameAs(span);
		}
		assertThat(harmless).hasSize(200);
	}

	private static SpanData everywhere(String text) {
		Attributes attributes = Attributes.of(TEXT, text, AttributeKey.stringArrayKey("texts"), List.of("a", text));
		return span(attributes).setName(text)
			.setEvents(List.of(EventData.create(1, text, Attributes.of(TEXT, text)),
					EventData.create(1, "exception",
							Attributes.of(AttributeKey.stringKey("exception.message"), text,
									AttributeKey.stringKey("exception.stacktrace"),
									"java.lang.Error: " + text + "\n\tat a.B"))))
			.setLinks(List.of(LinkData.create(CONTEXT, Attributes.of(TEXT, text))))
			.setStatus(StatusData.create(StatusCode.ERROR, text))
			.setResource(Resource.create(Attributes.of(TEXT, text)))
			.build();
	}

	/** Every place in which the text above stands. */
	private static List<String> text(SpanData span) {
		return List.of(span.getName(), span.getAttributes().get(TEXT),
				String.valueOf(span.getAttributes().get(AttributeKey.stringArrayKey("texts"))),
				span.getEvents().get(0).getName(), span.getEvents().get(0).getAttributes().toString(),
				span.getEvents().get(1).getAttributes().get(AttributeKey.stringKey("exception.message")),
				span.getEvents().get(1).getAttributes().get(AttributeKey.stringKey("exception.stacktrace")),
				span.getLinks().get(0).getAttributes().toString(), span.getStatus().getDescription(),
				span.getResource().getAttributes().toString());
	}

	@Test
	void attributesAreDeniedByTheirNameWhateverTheirValue() {
		Attributes redacted = attributes(this.redaction,
				Attributes.builder()
					.put("http.request.header.authorization", "x")
					.put("user.password", 12345)
					.put("api_key", "a", "b")
					.put("set-cookie", 1.5)
					.put("has_password", true)
					.put("token.count", 17)
					.put("password.length", 8)
					.build());
		assertThat(redacted).isEqualTo(Attributes.builder()
			.put("http.request.header.authorization", "***")
			.put("user.password", "***")
			.put("api_key", "***", "***")
			.put("set-cookie", "***")
			.put("has_password", true)
			.put("token.count", 17)
			.put("password.length", 8)
			.build());
	}

	@Test
	void removedAttributesAreGone() {
		Attributes redacted = attributes(redaction(Map.of("keys.action", "remove")),
				Attributes.builder().put("password", "x").put("a", 1).build());
		assertThat(redacted).isEqualTo(Attributes.builder().put("a", 1).build());
	}

	@Test
	void namesCanBeAddedAllowedAndReplaced() {
		Attributes attributes = Attributes.builder().put("pin", "1").put("my.token", "2").put("password", "3").build();
		assertThat(attributes(redaction(Map.of("keys.additional", "pin", "keys.allowed", "my.*")), attributes))
			.isEqualTo(Attributes.builder().put("pin", "***").put("my.token", "2").put("password", "***").build());
		assertThat(attributes(redaction(Map.of("keys.denied", "pin")), attributes))
			.isEqualTo(Attributes.builder().put("pin", "***").put("my.token", "2").put("password", "3").build());
		assertThat(attributes(redaction(Map.of("keys.action", "off")), attributes)).isSameAs(attributes);
	}

	@Test
	void sqlKeepsItsStructure() {
		String sql = "select * from \"user\" where name = 'Ann' and id = 7";
		Attributes attributes = Attributes.builder().put("db.query.text", sql).put("note", sql).build();
		assertThat(attributes(this.redaction, attributes)).isEqualTo(Attributes.builder()
			.put("db.query.text", "select * from ? where name = ? and id = ?")
			.put("note", sql)
			.build());
		Attributes h2 = attributes.toBuilder().put("db.system.name", "h2database").build();
		assertThat(attributes(this.redaction, h2).get(AttributeKey.stringKey("db.query.text")))
			.isEqualTo("select * from \"user\" where name = ? and id = ?");
		assertThat(attributes(redaction(Map.of("sql-literals", "false")), attributes)).isSameAs(attributes);
	}

	@Test
	void numbersOfCardsGoAsNumbersToo() {
		Attributes redacted = attributes(this.redaction,
				Attributes.builder().put("n", 4111111111111111L, 5L).put("m", 4111111111111111L).put("o", 5L).build());
		assertThat(redacted).isEqualTo(Attributes.builder().put("n", "***", "5").put("m", "***").put("o", 5L).build());
	}

	@Test
	void theValueAfterAnOptionOfACommandLineIsTheOptions() {
		AttributeKey<List<String>> command = AttributeKey.stringArrayKey("process.command_args");
		Attributes redacted = attributes(this.redaction, Attributes.of(command,
				List.of("java", "-Dtoken=abc", "--password", "abc", "--user", "bob", "--api-key=abc", "next")));
		assertThat(redacted.get(command)).containsExactly("java", "-Dtoken=***", "--password", "***", "--user", "bob",
				"--api-key=***", "next");
	}

	@Test
	void everythingElseOfASpanStaysAsItIs() {
		SpanData span = span(Attributes.of(TEXT, "a@b.example")).setTotalAttributeCount(5).build();
		SpanData redacted = this.redaction.apply(span);
		assertThat(redacted.getSpanContext()).isEqualTo(span.getSpanContext());
		assertThat(redacted.getKind()).isEqualTo(SpanKind.CLIENT);
		assertThat(redacted.getTotalAttributeCount()).isEqualTo(5);
		assertThat(redacted.getEndEpochNanos()).isEqualTo(2);
		assertThat(redacted.getResource()).isSameAs(span.getResource());
		assertThat(redacted.getEvents()).isSameAs(span.getEvents());
	}

	private static TestSpanData.Builder span(Attributes attributes) {
		return TestSpanData.builder()
			.setName("work")
			.setKind(SpanKind.CLIENT)
			.setSpanContext(CONTEXT)
			.setStatus(StatusData.unset())
			.setHasEnded(true)
			.setStartEpochNanos(1)
			.setEndEpochNanos(2)
			.setAttributes(attributes);
	}

	private static Attributes attributes(SpanRedaction redaction, Attributes attributes) {
		return redaction.apply(span(attributes).build()).getAttributes();
	}

	private static SpanRedaction redaction(Map<String, String> settings) {
		return new SpanRedaction(() -> AttributeRedaction.of(RedactionSettings.of(settings)));
	}

}
