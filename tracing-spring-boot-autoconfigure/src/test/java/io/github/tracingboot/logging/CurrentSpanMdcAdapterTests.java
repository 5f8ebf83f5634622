package io.github.tracingboot.logging;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.read.ListAppender;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

import static org.assertj.core.api.Assertions.assertThat;

class CurrentSpanMdcAdapterTests {

	private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

	private static final Context OUTER = span("b7ad6b7169203331", TraceFlags.getSampled());

	private static final Context INNER = span("00f067aa0ba902b7", TraceFlags.getDefault());

	private static final Context BAGGAGE = Context.root()
		.with(Baggage.builder().put("job.id", "7").put("user.id", "ada").put("token", "x").build());

	private static final Map<String, String> OUTER_IDS = ids("b7ad6b7169203331", "01");

	private static final Map<String, String> INNER_IDS = ids("00f067aa0ba902b7", "00");

	private final LogbackMDCAdapter own = new LogbackMDCAdapter();

	private final CurrentSpanMdcAdapter mdc = new CurrentSpanMdcAdapter(this.own,
			new LogFields("trace_id", "span_id", "trace_flags", List.of("job.*", "user.id")));

	private final LoggerContext logback = new LoggerContext();

	private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

	@BeforeEach
	void use() {
		this.logback.setMDCAdapter(this.mdc);
		this.appender.start();
		this.logback.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(this.appender);
		try (Scope scope = OUTER.makeCurrent()) {
			this.mdc.get("trace_id");
		}
	}

	@AfterEach
	void stop() {
		this.logback.stop();
	}

	@Test
	void idsAreThereWhileTheSpanIsCurrent() {
		try (Scope outer = OUTER.makeCurrent()) {
			assertThat(seen()).isEqualTo(OUTER_IDS);
			try (Scope inner = INNER.makeCurrent()) {
				assertThat(seen()).isEqualTo(INNER_IDS);
			}
			assertThat(seen()).isEqualTo(OUTER_IDS);
		}
		assertThat(seen()).isEmpty();
	}

	@Test
	void keysOfTheUserAreHiddenAndSurvive() {
		this.mdc.put("user", "ada");
		this.mdc.put("trace_id", "mine");
		this.mdc.put("span_id", "mine too");
		this.mdc.put("trace_flags", "and this");
		Map<String, String> before = seen();
		try (Scope outer = OUTER.makeCurrent(); Scope inner = INNER.makeCurrent()) {
			assertThat(seen()).hasSize(4).containsAllEntriesOf(INNER_IDS).containsEntry("user", "ada");
		}
		assertThat(seen()).isEqualTo(before).containsEntry("trace_id", "mine");
	}

	@Test
	void whatTheUserDoesInASpanIsToTheUsersOwn() {
		this.mdc.put("a", "1");
		try (Scope scope = OUTER.makeCurrent()) {
			this.mdc.put("b", "2");
			this.mdc.remove("a");
			this.mdc.put("span_id", "mine");
			this.mdc.remove("trace_id");
			assertThat(seen()).hasSize(4).containsAllEntriesOf(OUTER_IDS).containsEntry("b", "2");
		}
		assertThat(seen()).isEqualTo(Map.of("b", "2", "span_id", "mine"));
		try (Scope scope = OUTER.makeCurrent()) {
			this.mdc.clear();
			assertThat(seen()).isEqualTo(OUTER_IDS);
		}
		assertThat(seen()).isEmpty();
	}

	@Test
	void whatWasThereBeforeIsKept() {
		this.own.put("a", "1");
		this.own.pushByKey("stack", "1");
		assertThat(seen()).isEqualTo(Map.of("a", "1"));
		this.mdc.pushByKey("stack", "2");
		assertThat(this.mdc.getCopyOfDequeByKey("stack")).containsExactly("2", "1");
		assertThat(this.mdc.popByKey("stack")).isEqualTo("2");
		this.mdc.clearDequeByKey("stack");
		assertThat(this.own.getCopyOfDequeByKey("stack")).isNullOrEmpty();
	}

	@Test
	void withoutASpanThereIsWhatTheUserHas() {
		this.mdc.put("trace_id", "mine");
		for (Context context : List.of(Context.root(), Context.root().with(Span.getInvalid()))) {
			try (Scope outer = OUTER.makeCurrent(); Scope inner = context.makeCurrent()) {
				assertThat(seen()).isEqualTo(Map.of("trace_id", "mine"));
			}
		}
	}

	@Test
	void copyThatIsHandedToAnotherThreadHidesNoSpanThere() throws Exception {
		Map<String, String> copy;
		try (Scope scope = OUTER.makeCurrent()) {
			this.mdc.put("user", "ada");
			copy = copy();
		}
		onAnotherThread(() -> {
			this.mdc.setContextMap(copy);
			assertThat(seen()).isEqualTo(copy);
			try (Scope scope = INNER.makeCurrent()) {
				assertThat(seen()).hasSize(4).containsAllEntriesOf(INNER_IDS).containsEntry("user", "ada");
			}
		});
	}

	@Test
	void copyThatIsPutBackInASpanLeavesNoIdsBehind() {
		this.mdc.put("trace_id", "mine");
		try (Scope scope = OUTER.makeCurrent()) {
			Map<String, String> copy = copy();
			this.mdc.put("a", "1");
			this.mdc.setContextMap(copy);
			assertThat(seen()).isEqualTo(OUTER_IDS);
		}
		assertThat(seen()).isEqualTo(Map.of("trace_id", "mine"));
		try (Scope scope = OUTER.makeCurrent()) {
			this.mdc.setContextMap(Map.of("a", "2"));
		}
		assertThat(seen()).isEqualTo(Map.of("a", "2"));
		this.mdc.setContextMap(null);
		assertThat(seen()).isEmpty();
	}

	@Test
	void baggageThatIsWantedIsThereWhileItIsCurrent() {
		this.mdc.put("job.id", "mine");
		try (Scope outer = BAGGAGE.makeCurrent()) {
			assertThat(seen()).isEqualTo(Map.of("job.id", "7", "user.id", "ada"));
			try (Scope inner = OUTER.makeCurrent()) {
				assertThat(seen()).hasSize(4).containsAllEntriesOf(OUTER_IDS).containsEntry("job.id", "mine");
			}
			try (Scope inner = BAGGAGE.with(Span.fromContext(OUTER)).makeCurrent()) {
				assertThat(seen()).hasSize(5).containsAllEntriesOf(OUTER_IDS).containsEntry("job.id", "7");
			}
		}
		assertThat(seen()).isEqualTo(Map.of("job.id", "mine"));
	}

	@Test
	void baggageWithoutWhatIsWantedAddsNothing() {
		try (Scope scope = Context.root().with(Baggage.builder().put("token", "x").build()).makeCurrent()) {
			assertThat(seen()).isEmpty();
		}
	}

	@Test
	void keysAreThoseOfTheUser() {
		CurrentSpanMdcAdapter adapter = new CurrentSpanMdcAdapter(this.own,
				new LogFields("trace", "span", "flags", List.of()));
		try (Scope scope = OUTER.with(Baggage.fromContext(BAGGAGE)).makeCurrent()) {
			assertThat(adapter.get("trace")).isEqualTo(TRACE);
			assertThat(adapter.getPropertyMap())
				.isEqualTo(Map.of("trace", TRACE, "span", "b7ad6b7169203331", "flags", "01"));
			assertThat(adapter.get("trace_id")).isNull();
		}
	}

	@Test
	void eventThatAnotherThreadWritesHasTheIdsOfTheOneThatLogged() {
		AsyncAppender async = new AsyncAppender();
		async.setContext(this.logback);
		async.addAppender(this.appender);
		async.start();
		ch.qos.logback.classic.Logger logger = this.logback.getLogger("async");
		logger.setAdditive(false);
		logger.addAppender(async);
		try (Scope scope = OUTER.makeCurrent()) {
			logger.info("hello");
		}
		async.stop();
		assertThat(this.appender.list).singleElement()
			.satisfies((event) -> assertThat(event.getMDCPropertyMap()).isEqualTo(OUTER_IDS));
	}

	@Test
	void idsAreThereAfterLogbackIsReset() {
		this.logback.reset();
		this.logback.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(this.appender);
		this.appender.start();
		try (Scope scope = OUTER.makeCurrent()) {
			assertThat(event()).isEqualTo(OUTER_IDS);
		}
	}

	@Test
	void contextIsNotLookedAtBeforeItIsInUseUnlessTheIdIsAskedFor() {
		CurrentSpanMdcAdapter adapter = new CurrentSpanMdcAdapter(this.own, LogFields.DEFAULTS);
		adapter.put("user", "ada");
		try (Scope scope = OUTER.makeCurrent()) {
			assertThat(adapter.getPropertyMap()).isEqualTo(Map.of("user", "ada"));
			assertThat(adapter.get("span_id")).isNull();
			assertThat(adapter.get("trace_id")).isEqualTo(TRACE);
			assertThat(adapter.get("span_id")).isEqualTo("b7ad6b7169203331");
			assertThat(adapter.getPropertyMap()).containsAllEntriesOf(OUTER_IDS);
		}
	}

	private static void onAnotherThread(Runnable task) throws InterruptedException, ExecutionException {
		CompletableFuture<@Nullable Void> done = CompletableFuture.runAsync(task,
				(command) -> new Thread(command).start());
		done.get();
	}

	/** What is there, by whichever way it is read. */
	private Map<String, String> seen() {
		Map<String, String> event = event();
		Map<String, String> copy = copy();
		assertThat(event).isEqualTo(copy);
		if (!copy.isEmpty()) {
			assertThat(this.mdc.getKeys()).isEqualTo(copy.keySet());
		}
		Map<String, String> got = new HashMap<>();
		for (String key : List.of("trace_id", "span_id", "trace_flags", "user", "a", "b", "job.id", "user.id",
				"token")) {
			String value = this.mdc.get(key);
			if (value != null) {
				got.put(key, value);
			}
		}
		assertThat(got).isEqualTo(copy);
		return copy;
	}

	private Map<String, String> event() {
		this.appender.list.clear();
		this.logback.getLogger("test").info("hello");
		return this.appender.list.get(0).getMDCPropertyMap();
	}

	private Map<String, String> copy() {
		Map<String, String> copy = this.mdc.getCopyOfContextMap();
		return (copy != null) ? copy : Map.of();
	}

	private static Context span(String spanId, TraceFlags flags) {
		return Context.root().with(Span.wrap(SpanContext.create(TRACE, spanId, flags, TraceState.getDefault())));
	}

	private static Map<String, String> ids(String spanId, String flags) {
		return Map.of("trace_id", TRACE, "span_id", spanId, "trace_flags", flags);
	}

}
