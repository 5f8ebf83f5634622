package io.github.tracingboot.observation;

import java.util.concurrent.CompletableFuture;

import io.micrometer.observation.NullObservation;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.testing.SpanRecorder;

import static org.assertj.core.api.Assertions.assertThat;

/** Which span is current, and the parent of which. */
class ObservationSpansScopeTests {

	@RegisterExtension
	final SpanRecorder spans = new SpanRecorder();

	private final TestTracing tracing = new TestTracing(this.spans);

	private final ObservationRegistry registry = this.tracing.registry;

	@Test
	void spansBetweenObservationsAreBetweenTheirSpans() {
		Observation.createNotStarted("outer", this.registry).observe(() -> {
			Span between = this.tracing.tracer.spanBuilder("between").startSpan();
			try (Scope scope = between.makeCurrent()) {
				Observation.createNotStarted("inner", this.registry).observe(() -> {
				});
			}
			between.end();
		});
		SpanData outer = this.spans.take("outer");
		SpanData between = this.spans.take("between");
		TestTracing.assertParent(between, outer);
		TestTracing.assertParent(this.spans.take("inner"), between);
	}

	@Test
	void theParentThatIsGivenCountsNotTheOneThatIsCurrent() throws Exception {
		Observation given = Observation.start("given", this.registry);
		try (Observation.Scope outer = given.openScope()) {
			Observation.createNotStarted("current", this.registry)
				.observe(() -> Observation.createNotStarted("here", this.registry)
					.parentObservation(given)
					.start()
					.stop());
		}
		CompletableFuture.runAsync(
				() -> Observation.createNotStarted("elsewhere", this.registry).parentObservation(given).start().stop())
			.get();
		given.stop();
		SpanData parent = this.spans.take("given");
		TestTracing.assertParent(this.spans.take("current"), parent);
		TestTracing.assertParent(this.spans.take("here"), parent);
		TestTracing.assertParent(this.spans.take("elsewhere"), parent);
	}

	@Test
	void aScopeMakesTheSpanCurrentOnEachThread() throws Exception {
		Observation observation = Observation.start("work", this.registry);
		SpanContext here;
		SpanContext there;
		try (Observation.Scope scope = observation.openScope(); Observation.Scope again = observation.openScope()) {
			here = Span.current().getSpanContext();
			there = CompletableFuture.supplyAsync(() -> {
				try (Observation.Scope other = observation.openScope()) {
					return Span.current().getSpanContext();
				}
			}).get();
		}
		assertThat(Context.current()).isSameAs(Context.root());
		observation.stop();
		assertThat(this.spans.take("work").getSpanContext()).isEqualTo(here).isEqualTo(there);
	}

	@Test
	void aScopeThatIsResetLeavesNothingCurrentAndComesBack() {
		Observation observation = Observation.start("work", this.registry);
		Observation.Scope scope = observation.openScope();
		Context inside = Context.current();
		scope.reset();
		assertThat(Context.current()).isSameAs(Context.root());
		scope.makeCurrent();
		assertThat(Context.current()).isSameAs(inside);
		scope.close();
		assertThat(Context.current()).isSameAs(Context.root());
		observation.stop();
		this.spans.take("work");
	}

	@Test
	void noObservationMeansNoSpanButKeepsWhatIsNotOfAnObservation() {
		Observation observation = Observation.start("work", this.registry);
		try (Observation.Scope scope = observation.openScope()) {
			Context inside = Context.current();
			try (Observation.Scope nothing = new NullObservation(this.registry).openScope()) {
				assertThat(Context.current()).isSameAs(Context.root());
			}
			assertThat(Context.current()).isSameAs(inside);
			Span own = this.tracing.tracer.spanBuilder("own").startSpan();
			try (Scope ownScope = own.makeCurrent();
					Observation.Scope nothing = new NullObservation(this.registry).openScope()) {
				assertThat(Span.current()).isSameAs(own);
			}
			own.end();
		}
		observation.stop();
		this.spans.take("own");
		this.spans.take("work");
	}

	@Test
	void whatHasASpanAlreadyGetsNoneAndPassesItOn() throws Exception {
		Span server = this.tracing.tracer.spanBuilder("server").startSpan();
		Observation covered;
		try (Scope scope = server.makeCurrent()) {
			covered = Observation.start("native.server", this.registry);
			try (Observation.Scope observed = covered.openScope()) {
				assertThat(Span.current()).isSameAs(server);
				Observation.createNotStarted("here", this.registry).observe(() -> {
				});
				Span client = this.tracing.tracer.spanBuilder("client").startSpan();
				try (Scope inner = client.makeCurrent()) {
					Observation.createNotStarted("deep", this.registry).observe(() -> {
					});
				}
				client.end();
			}
		}
		CompletableFuture.runAsync(() -> {
			try (Observation.Scope elsewhere = covered.openScope()) {
				assertThat(Span.current()).isSameAs(server);
				Observation.createNotStarted("there", this.registry).observe(() -> {
				});
			}
			assertThat(Context.current()).isSameAs(Context.root());
		}).get();
		covered.error(new IllegalStateException()).event(Observation.Event.of("seen")).stop();
		server.end();
		SpanData parent = this.spans.take("server");
		assertThat(parent.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(parent.getEvents()).isEmpty();
		TestTracing.assertParent(this.spans.take("here"), parent);
		TestTracing.assertParent(this.spans.take("deep"), this.spans.take("client"));
		TestTracing.assertParent(this.spans.take("there"), parent);
	}

	@Test
	void insideOfANativeSpanThatStartsATraceIsItsTrace() {
		Observation outer = Observation.start("outer", this.registry);
		try (Observation.Scope observed = outer.openScope()) {
			Span root = this.tracing.tracer.spanBuilder("run").setNoParent().startSpan();
			try (Scope scope = Context.root().with(root).makeCurrent()) {
				Observation.start("inside", this.registry).stop();
			}
			root.end();
		}
		outer.stop();
		this.spans.take("outer");
		TestTracing.assertParent(this.spans.take("inside"), this.spans.take("run"));
	}

}
