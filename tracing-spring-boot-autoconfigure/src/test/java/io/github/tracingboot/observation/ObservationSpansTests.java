package io.github.tracingboot.observation;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.NullObservation;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.core.HandlerSpan;
import io.github.tracingboot.core.InternalHosts;
import io.github.tracingboot.testing.DestinationPropagator;
import io.github.tracingboot.testing.SpanRecorder;

import static org.assertj.core.api.Assertions.assertThat;

class ObservationSpansTests {

	@RegisterExtension
	final SpanRecorder spans = new SpanRecorder();

	private final RememberingSampler sampler = new RememberingSampler();

	private final Tracer tracer = SdkTracerProvider.builder()
		.setSampler(this.sampler)
		.addSpanProcessor(this.spans)
		.build()
		.get("test");

	private final ObservationRegistry registry = registry(
			TextMapPropagator.composite(W3CTraceContextPropagator.getInstance(), W3CBaggagePropagator.getInstance()));

	private ObservationRegistry registry(TextMapPropagator propagator) {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig()
			.observationHandler(new ObservationSpans(registry, () -> this.tracer, new Remote(() -> propagator),
					new NativeSpans(List.of("native.*"), List.of("channel"))));
		return registry;
	}

	@Test
	void samplerSeesNameKindAndLowCardinalityValues() {
		SenderContext<Map<String, String>> sender = sender(Kind.CLIENT);
		sender.setRemoteServiceName("stock");
		sender.setRemoteServiceAddress("http://stock.local:8080");
		Observation.createNotStarted("look", () -> sender, this.registry)
			.contextualName("look into stock")
			.lowCardinalityKeyValue("shelf", "left")
			.start()
			.stop();
		assertThat(this.sampler.name).isEqualTo("look into stock");
		assertThat(this.sampler.kind).isEqualTo(SpanKind.CLIENT);
		assertThat(this.sampler.attributes).isEqualTo(Attributes.builder()
			.put("shelf", "left")
			.put("peer.service", "stock")
			.put("server.address", "stock.local")
			.put("server.port", 8080)
			.build());
		this.spans.take("look into stock");
	}

	@Test
	void whatIsKnownLateIsOnTheSpanInTheEnd() {
		Observation observation = Observation.start("ask", this.registry);
		observation.contextualName("ask oracle")
			.lowCardinalityKeyValue("outcome", "good")
			.highCardinalityKeyValue("question", "6 times 9")
			.lowCardinalityKeyValue("error", "none");
		observation.stop();
		assertThat(this.spans.take("ask oracle").getAttributes().toBuilder().build()).isEqualTo(Attributes
			.of(AttributeKey.stringKey("outcome"), "good", AttributeKey.stringKey("question"), "6 times 9"));
	}

	@Test
	void theConventionNamesTheSpan() {
		Observation.start(new Convention(), Observation.Context::new, this.registry).stop();
		assertThat(this.sampler.name).isEqualTo("by.convention");
		assertThat(this.sampler.attributes).isEqualTo(Attributes.of(AttributeKey.stringKey("low"), "1"));
		assertThat(this.spans.take("contextual by convention").getAttributes().asMap()).hasSize(2);
	}

	@Test
	void aNameGivenMeanwhileStays() {
		Observation observation = Observation.start("ask", this.registry);
		observation.scoped(() -> Span.current().updateName("mine"));
		observation.contextualName("ask oracle").stop();
		this.spans.take("mine");
	}

	@Test
	void valuesHaveTheTypesOfTheConventions() {
		Observation.start("chat", this.registry)
			.lowCardinalityKeyValues(KeyValues.of("gen_ai.request.temperature", "0.7", "gen_ai.request.max_tokens",
					"none", "messaging.destination.anonymous", "true"))
			.highCardinalityKeyValue("gen_ai.usage.input_tokens", "42")
			.highCardinalityKeyValue("order", "7")
			.stop();
		assertThat(this.spans.take("chat").getAttributes().toBuilder().build()).isEqualTo(Attributes.builder()
			.put("gen_ai.request.temperature", 0.7)
			.put("messaging.destination.anonymous", true)
			.put("gen_ai.usage.input_tokens", 42)
			.put("order", "7")
			.build());
	}

	@Test
	void eventsAreKept() {
		Observation observation = Observation.start("wait", this.registry);
		observation.event(Observation.Event.of("woken", "woken by bell", 1_700_000_000_000L));
		observation.event(Observation.Event.of("slept"));
		observation.stop();
		SpanData span = this.spans.take("wait");
		assertThat(span.getEvents()).extracting("name").containsExactly("woken by bell", "slept");
		assertThat(span.getEvents().get(0).getEpochNanos()).isEqualTo(1_700_000_000_000_000_000L);
	}

	@Test
	void anErrorIsRecordedOnceOnItsWayUp() {
		IllegalStateException error = new IllegalStateException("broken");
		Observation outer = Observation.start("outer", this.registry);
		try (Observation.Scope scope = outer.openScope()) {
			Observation.start("inner", this.registry).error(error).stop();
		}
		outer.error(error).stop();
		for (String name : List.of("inner", "outer")) {
			SpanData span = this.spans.take(name);
			assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
			assertThat(span.getAttributes().get(AttributeKey.stringKey("error.type")))
				.isEqualTo("java.lang.IllegalStateException");
			assertThat(span.getEvents()).hasSize(name.equals("inner") ? 1 : 0);
		}
	}

	@Test
	void spansBetweenObservationsAreBetweenTheirSpans() {
		Observation.createNotStarted("outer", this.registry).observe(() -> {
			Span between = this.tracer.spanBuilder("between").startSpan();
			try (Scope scope = between.makeCurrent()) {
				Observation.createNotStarted("inner", this.registry).observe(() -> {
				});
			}
			between.end();
		});
		SpanData outer = this.spans.take("outer");
		SpanData between = this.spans.take("between");
		assertParent(between, outer);
		assertParent(this.spans.take("inner"), between);
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
		assertParent(this.spans.take("current"), parent);
		assertParent(this.spans.take("here"), parent);
		assertParent(this.spans.take("elsewhere"), parent);
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
			Span own = this.tracer.spanBuilder("own").startSpan();
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
	void whatIsSentCarriesTheContextOfItsSpan() {
		SenderContext<Map<String, String>> sender = sender(Kind.PRODUCER);
		Observation.createNotStarted("send", () -> sender, this.registry).observe(() -> {
		});
		SpanData span = this.spans.take("send");
		assertThat(span.getKind()).isEqualTo(SpanKind.PRODUCER);
		assertThat(Objects.requireNonNull(sender.getCarrier()).get("traceparent"))
			.startsWith("00-" + span.getTraceId() + "-" + span.getSpanId() + "-");
	}

	@Test
	void thePropagatorLearnsWhereSomethingIsSent() {
		SenderContext<Map<String, String>> client = sender(Kind.CLIENT);
		client.setRemoteServiceAddress("https://prices.example.com:8443/");
		assertThat(destination(client)).isEqualTo("prices.example.com");
		assertThat(InternalHosts.of("none", List.of()).reasonAgainst(destination(sender(Kind.CLIENT)))).isNotNull();
		assertThat(destination(sender(Kind.PRODUCER))).isEqualTo("null");
	}

	@Test
	void whatIsReceivedContinuesTheTraceThatItCameWith() {
		ReceiverContext<Map<String, String>> receiver = receiver(Map.of("traceparent",
				"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "baggage", "tenant=7"));
		AtomicReference<String> tenant = new AtomicReference<>();
		AtomicReference<HandlerSpan> handler = new AtomicReference<>();
		Observation.createNotStarted("receive", () -> receiver, this.registry).observe(() -> {
			tenant.set(Baggage.current().getEntryValue("tenant"));
			handler.set(HandlerSpan.claim(Context.current(), SpanKind.CONSUMER));
		});
		SpanData span = this.spans.take("receive");
		assertThat(span.getKind()).isEqualTo(SpanKind.CONSUMER);
		assertThat(span.getTraceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
		assertThat(span.getParentSpanId()).isEqualTo("b7ad6b7169203331");
		assertThat(tenant).hasValue("7");
		assertThat(handler).doesNotHaveNullValue();
	}

	@Test
	void whatAnAnnotatedHandlerExpectsIsNoError() {
		IllegalStateException expected = new IllegalStateException("sold out");
		Observation observation = Observation.start("receive", () -> receiver(Map.of()), this.registry);
		observation.scoped(() -> {
			HandlerSpan handler = HandlerSpan.claim(Context.current(), SpanKind.CONSUMER);
			Objects.requireNonNull(handler).expect(expected);
		});
		observation.error(expected).stop();
		assertThat(this.spans.take("receive").getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
	}

	@Test
	void whatIsReceivedInsideOfItsTraceStaysInside() {
		Map<String, String> headers = new HashMap<>();
		Observation.createNotStarted("process", this.registry).observe(() -> {
			W3CTraceContextPropagator.getInstance().inject(Context.current(), headers, Map::put);
			Observation.createNotStarted("handle", () -> receiver(headers), this.registry).observe(() -> {
			});
			Observation.createNotStarted("bare", () -> receiver(Map.of()), this.registry).observe(() -> {
			});
		});
		SpanData process = this.spans.take("process");
		assertParent(this.spans.take("handle"), process);
		assertParent(this.spans.take("bare"), process);
	}

	@Test
	void whatHasASpanAlreadyGetsNoneAndPassesItOn() throws Exception {
		Span server = this.tracer.spanBuilder("server").startSpan();
		Observation covered;
		try (Scope scope = server.makeCurrent()) {
			covered = Observation.start("native.server", this.registry);
			try (Observation.Scope observed = covered.openScope()) {
				assertThat(Span.current()).isSameAs(server);
				Observation.createNotStarted("here", this.registry).observe(() -> {
				});
				Span client = this.tracer.spanBuilder("client").startSpan();
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
		assertParent(this.spans.take("here"), parent);
		assertParent(this.spans.take("deep"), this.spans.take("client"));
		assertParent(this.spans.take("there"), parent);
	}

	@Test
	void insideOfANativeSpanThatStartsATraceIsItsTrace() {
		Observation outer = Observation.start("outer", this.registry);
		try (Observation.Scope observed = outer.openScope()) {
			Span root = this.tracer.spanBuilder("run").setNoParent().startSpan();
			try (Scope scope = Context.root().with(root).makeCurrent()) {
				Observation.start("inside", this.registry).stop();
			}
			root.end();
		}
		outer.stop();
		this.spans.take("outer");
		assertParent(this.spans.take("inside"), this.spans.take("run"));
	}

	@Test
	void aPropagatorThatFailsHarmsNobody() {
		ObservationRegistry registry = registry(new FailingPropagator());
		SenderContext<Map<String, String>> sender = sender(Kind.CLIENT);
		assertThat(Observation.createNotStarted("send", () -> sender, registry).observe(() -> "sent"))
			.isEqualTo("sent");
		assertThat(
				Observation.createNotStarted("receive", () -> receiver(Map.of()), registry).observe(() -> "received"))
			.isEqualTo("received");
		this.spans.take("send");
		this.spans.take("receive");
	}

	private String destination(SenderContext<Map<String, String>> sender) {
		Observation.start("ask", () -> sender, registry(DestinationPropagator.INSTANCE)).stop();
		this.spans.take("ask");
		return Objects.requireNonNull(sender.getCarrier()).getOrDefault("destination", "");
	}

	private static void assertParent(SpanData child, SpanData parent) {
		assertThat(child.getParentSpanId()).as(child.getName()).isEqualTo(parent.getSpanId());
		assertThat(child.getTraceId()).isEqualTo(parent.getTraceId());
	}

	@Test
	void whatPassesAMessageToItsPublishSpanIsNoSecondOne() {
		SenderContext<Map<String, String>> sender = sender(Kind.PRODUCER);
		Observation.createNotStarted("channel", () -> sender, this.registry).start().stop();
		SpanData span = this.spans.take("channel");
		assertThat(span.getKind()).isEqualTo(SpanKind.INTERNAL);
		assertThat(sender.getCarrier()).as("for those that send without a span")
			.hasEntrySatisfying("traceparent", (value) -> assertThat(value).contains(span.getSpanId()));
	}

	private static SenderContext<Map<String, String>> sender(Kind kind) {
		SenderContext<Map<String, String>> sender = new SenderContext<>(
				(carrier, key, value) -> Objects.requireNonNull(carrier).put(key, value), kind);
		sender.setCarrier(new HashMap<>());
		return sender;
	}

	private static ReceiverContext<Map<String, String>> receiver(Map<String, String> headers) {
		ReceiverContext<Map<String, String>> receiver = new ReceiverContext<>(Map::get);
		receiver.setCarrier(headers);
		return receiver;
	}

	private static final class FailingPropagator implements TextMapPropagator {

		@Override
		public Collection<String> fields() {
			return List.of();
		}

		@Override
		public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {
			throw new IllegalStateException("cannot write");
		}

		@Override
		public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
			throw new IllegalStateException("cannot read");
		}

	}

	private static final class Convention implements ObservationConvention<Observation.Context> {

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

		@Override
		public String getName() {
			return "by.convention";
		}

		@Override
		public String getContextualName(Observation.Context context) {
			return "contextual by convention";
		}

		@Override
		public KeyValues getLowCardinalityKeyValues(Observation.Context context) {
			return KeyValues.of("low", "1");
		}

		@Override
		public KeyValues getHighCardinalityKeyValues(Observation.Context context) {
			return KeyValues.of("high", "2");
		}

	}

	private static final class RememberingSampler implements Sampler {

		private String name = "";

		private SpanKind kind = SpanKind.INTERNAL;

		private Attributes attributes = Attributes.empty();

		@Override
		public SamplingResult shouldSample(Context parent, String traceId, String name, SpanKind kind,
				Attributes attributes, List<LinkData> links) {
			this.name = name;
			this.kind = kind;
			this.attributes = attributes.toBuilder().build();
			return SamplingResult.recordAndSample();
		}

		@Override
		public String getDescription() {
			return "remembering";
		}

	}

}
