package io.github.tracingboot.logging;

import java.util.List;
import java.util.Map;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.slf4j.helpers.BasicMDCAdapter;
import org.slf4j.spi.MDCAdapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** With an MDC that looks nothing up. */
class MdcContextStorageTests {

	private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

	private static final Context OUTER = span("b7ad6b7169203331", TraceFlags.getSampled());

	private static final Context INNER = span("00f067aa0ba902b7", TraceFlags.getDefault());

	private static final Context NO_SPAN = Context.root().with(Baggage.builder().put("a", "b").build());

	private static final Map<String, String> OUTER_IDS = ids("b7ad6b7169203331", "01");

	private static final Map<String, String> INNER_IDS = ids("00f067aa0ba902b7", "00");

	private final ContextStorage storage = MdcContextStorage.around(ContextStorage.defaultStorage(),
			new LogFields("trace_id", "span_id", "trace_flags", List.of("job.*", "user.id")));

	private final MDCAdapter before = MDC.getMDCAdapter();

	@BeforeEach
	void use() {
		CurrentSpanMdcAdapter.setAdapterOfSlf4j(new BasicMDCAdapter());
	}

	@AfterEach
	void restore() {
		CurrentSpanMdcAdapter.setAdapterOfSlf4j(this.before);
		assertThat(this.storage.current()).isNull();
	}

	@Test
	void idsAreThereWhileTheSpanIsCurrent() {
		try (Scope scope = this.storage.attach(OUTER)) {
			assertThat(mdc()).isEqualTo(OUTER_IDS);
			assertThat(this.storage.current()).isSameAs(OUTER);
		}
		assertThat(mdc()).isEmpty();
	}

	@Test
	void outerSpanIsBackWhenTheInnerCloses() {
		try (Scope outer = this.storage.attach(OUTER)) {
			try (Scope inner = this.storage.attach(INNER)) {
				assertThat(mdc()).isEqualTo(INNER_IDS);
			}
			assertThat(mdc()).isEqualTo(OUTER_IDS);
		}
		assertThat(mdc()).isEmpty();
	}

	@Test
	void spanOfAnotherTraceHasItsOwnTraceId() {
		String other = "4bf92f3577b34da6a3ce929d0e0e4736";
		Span span = Span
			.wrap(SpanContext.create(other, "00f067aa0ba902b7", TraceFlags.getSampled(), TraceState.getDefault()));
		try (Scope outer = this.storage.attach(OUTER)) {
			try (Scope inner = this.storage.attach(Context.root().with(span))) {
				assertThat(mdc()).containsEntry("trace_id", other);
			}
			assertThat(mdc()).isEqualTo(OUTER_IDS);
		}
	}

	@Test
	void idThatTheUserHasChangedInASpanIsPutRightByTheNext() {
		try (Scope outer = this.storage.attach(OUTER)) {
			MDC.put("trace_id", "mine");
			MDC.remove("trace_flags");
			try (Scope inner = this.storage.attach(INNER)) {
				assertThat(mdc()).isEqualTo(INNER_IDS);
			}
		}
	}

	@Test
	void contextWithoutSpanHasNoIds() {
		try (Scope outer = this.storage.attach(OUTER)) {
			try (Scope inner = this.storage.attach(NO_SPAN)) {
				assertThat(mdc()).isEmpty();
			}
			assertThat(mdc()).isEqualTo(OUTER_IDS);
		}
		assertThat(mdc()).isEmpty();
	}

	@Test
	void invalidSpanHasNoIds() {
		try (Scope scope = this.storage.attach(Context.root().with(Span.getInvalid()))) {
			assertThat(mdc()).isEmpty();
		}
	}

	@Test
	void keysOfTheUserSurvive() {
		MDC.put("user", "ada");
		MDC.put("trace_id", "mine");
		MDC.put("span_id", "mine too");
		MDC.put("trace_flags", "and this");
		Map<String, String> before = mdc();
		try (Scope outer = this.storage.attach(OUTER); Scope inner = this.storage.attach(INNER)) {
			assertThat(mdc()).containsAllEntriesOf(INNER_IDS).containsEntry("user", "ada");
		}
		assertThat(mdc()).isEqualTo(before);
	}

	@Test
	void whereNoSpanIsInvolvedOurKeysAreTheUsersToSet() {
		try (Scope scope = this.storage.attach(NO_SPAN)) {
			MDC.put("trace_id", "mine");
		}
		assertThat(mdc()).containsEntry("trace_id", "mine");
	}

	@Test
	void idsComeBackAfterTheUserHasClearedTheMdc() {
		try (Scope outer = this.storage.attach(OUTER)) {
			MDC.clear();
			try (Scope inner = this.storage.attach(INNER)) {
				assertThat(mdc()).isEqualTo(INNER_IDS);
			}
			assertThat(mdc()).isEqualTo(OUTER_IDS);
		}
	}

	@Test
	void sameContextAgainChangesNothing() {
		try (Scope outer = this.storage.attach(OUTER)) {
			try (Scope same = this.storage.attach(OUTER)) {
				assertThat(same).isSameAs(Scope.noop());
			}
			assertThat(mdc()).isEqualTo(OUTER_IDS);
		}
	}

	@Test
	@SuppressWarnings("NullAway") // what the storage accepts
	void noContextIsIgnored() {
		try (Scope scope = this.storage.attach(null)) {
			assertThat(mdc()).isEmpty();
		}
	}

	@Test
	void scopesClosedInTheWrongOrderLeaveWhatTheContextSays() {
		MDC.put("trace_id", "mine");
		Scope outer = this.storage.attach(OUTER);
		Scope inner = this.storage.attach(INNER);
		outer.close();
		assertThat(mdc()).isEqualTo(INNER_IDS);
		inner.close();
		assertThat(this.storage.current()).isSameAs(OUTER);
		assertThat(mdc()).isEqualTo(OUTER_IDS);
		outer.close();
		assertThat(mdc()).containsOnly(Map.entry("trace_id", "mine"));
	}

	@Test
	void baggageThatIsWantedIsThereWhileItIsCurrent() {
		MDC.put("job.id", "mine");
		Context context = OUTER
			.with(Baggage.builder().put("job.id", "7").put("user.id", "ada").put("token", "x").build());
		try (Scope outer = this.storage.attach(context)) {
			assertThat(mdc()).containsEntry("job.id", "7").containsEntry("user.id", "ada").doesNotContainKey("token");
			try (Scope inner = this.storage.attach(INNER)) {
				assertThat(mdc()).isEqualTo(INNER_IDS);
			}
			try (Scope inner = this.storage
				.attach(INNER.with(Baggage.builder().put("job.id", "8").put("job.part", "1").build()))) {
				assertThat(mdc()).containsEntry("job.id", "8")
					.containsEntry("job.part", "1")
					.doesNotContainKey("user.id");
			}
			assertThat(mdc()).containsEntry("job.id", "7")
				.containsEntry("user.id", "ada")
				.doesNotContainKey("job.part");
		}
		assertThat(mdc()).isEqualTo(Map.of("job.id", "mine"));
	}

	@Test
	void baggageNeedsNoSpan() {
		try (Scope scope = this.storage.attach(Context.root().with(Baggage.builder().put("user.id", "ada").build()))) {
			assertThat(mdc()).isEqualTo(Map.of("user.id", "ada"));
		}
		assertThat(mdc()).isEmpty();
	}

	@Test
	void sameContextAgainShowsWhatItsBaggageHoldsByNow() {
		try (Scope outer = this.storage.attach(Context.root().with(Baggage.builder().put("user.id", "ada").build()))) {
			MDC.remove("user.id");
			try (Scope same = this.storage.attach(this.storage.current())) {
				assertThat(mdc()).isEqualTo(Map.of("user.id", "ada"));
			}
		}
	}

	@Test
	void keysAreThoseOfTheUser() {
		ContextStorage own = MdcContextStorage.around(ContextStorage.defaultStorage(),
				new LogFields("trace", "span", "flags", List.of()));
		try (Scope scope = own.attach(OUTER)) {
			assertThat(mdc()).isEqualTo(Map.of("trace", TRACE, "span", "b7ad6b7169203331", "flags", "01"));
		}
		assertThat(mdc()).isEmpty();
	}

	@Test
	void idsAreGoneEvenIfTheStorageComplains() {
		ContextStorage complaining = MdcContextStorage.around(new ComplainingStorage(), LogFields.DEFAULTS);
		Scope scope = complaining.attach(OUTER);
		assertThatIllegalStateException().isThrownBy(scope::close);
		assertThat(mdc()).isEmpty();
	}

	@Test
	void rootIsThatOfTheStorage() {
		assertThat(MdcContextStorage.around(new ComplainingStorage(), LogFields.DEFAULTS).root()).isSameAs(NO_SPAN);
	}

	@Test
	void isThereOnceHoweverManyApplicationsAsk() {
		assertThat(MdcContextStorage.around(this.storage, LogFields.DEFAULTS)).isSameAs(this.storage);
	}

	private static Context span(String spanId, TraceFlags flags) {
		return Context.root().with(Span.wrap(SpanContext.create(TRACE, spanId, flags, TraceState.getDefault())));
	}

	private static Map<String, String> ids(String spanId, String flags) {
		return Map.of("trace_id", TRACE, "span_id", spanId, "trace_flags", flags);
	}

	private static Map<String, String> mdc() {
		Map<String, String> map = MDC.getCopyOfContextMap();
		return (map != null) ? map : Map.of();
	}

	private static final class ComplainingStorage implements ContextStorage {

		@Override
		public Scope attach(Context context) {
			Scope scope = ContextStorage.defaultStorage().attach(context);
			return () -> {
				scope.close();
				throw new IllegalStateException("closed by the wrong thread");
			};
		}

		@Override
		public @Nullable Context current() {
			return ContextStorage.defaultStorage().current();
		}

		@Override
		public Context root() {
			return NO_SPAN;
		}

	}

}
