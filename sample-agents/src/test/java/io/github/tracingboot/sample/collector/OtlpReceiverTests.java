package io.github.tracingboot.sample.collector;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.web.server.PortInUseException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class OtlpReceiverTests {

	private final TraceCollector collector = new TraceCollector();

	private final OtlpReceiver receiver = start();

	private final SdkTracerProvider provider = SdkTracerProvider.builder()
		.setResource(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "far_away")))
		.build();

	@AfterEach
	void stop() {
		this.receiver.close();
	}

	@ParameterizedTest
	@EnumSource
	void keepsWhatATreeShows(SpanKind kind) {
		SpanData sent = span(kind);
		SpanData received = sendAndReceive("none", sent);
		assertThat(received.getKind()).isEqualTo(kind);
		assertThat(shown(received)).isEqualTo(shown(sent));
		assertThat(received.getEvents()).extracting(EventData::getName).containsExactly("happened");
		assertThat(received.getEvents().get(0).getAttributes()).isEqualTo(sent.getEvents().get(0).getAttributes());
		assertThat(received.getTotalRecordedEvents()).isEqualTo(1);
		assertThat(received.getTotalAttributeCount()).isEqualTo(4);
	}

	@Test
	void rootHasNoParent() {
		Span span = this.provider.get("test").spanBuilder("root").setNoParent().startSpan();
		span.end();
		SpanData received = sendAndReceive("none", ((ReadableSpan) span).toSpanData());
		assertThat(received.getParentSpanContext().isValid()).isFalse();
	}

	@Test
	void readsCompressedRequests() {
		assertThat(sendAndReceive("gzip", span(SpanKind.SERVER)).getName()).isEqualTo("work");
	}

	@ParameterizedTest
	@ValueSource(strings = { "nonsense", "{}" })
	void whatIsNoTraceIsRefused(String body) throws Exception {
		assertThat(status(HttpRequest.newBuilder().POST(BodyPublishers.ofString(body)))).isEqualTo(400);
	}

	@Test
	void onlyPostsAreTaken() throws Exception {
		assertThat(status(HttpRequest.newBuilder().GET())).isEqualTo(405);
	}

	@Test
	void hugeRequestIsRefused() throws Exception {
		assertThat(status(HttpRequest.newBuilder().POST(BodyPublishers.ofByteArray(new byte[9_000_000]))))
			.isEqualTo(413);
	}

	@Test
	void takenPortIsNamed() throws Exception {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			assertThatExceptionOfType(PortInUseException.class)
				.isThrownBy(() -> OtlpReceiver.start(this.collector, taken.getLocalPort()))
				.satisfies((ex) -> assertThat(ex.getPort()).isEqualTo(taken.getLocalPort()));
		}
	}

	private OtlpReceiver start() {
		try {
			return OtlpReceiver.start(this.collector, 0);
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	private SpanData span(SpanKind kind) {
		Span parent = this.provider.get("test").spanBuilder("parent").startSpan();
		Span span = this.provider.get("test")
			.spanBuilder("work")
			.setParent(Context.root().with(parent))
			.setSpanKind(kind)
			.setAttribute("text", "a")
			.setAttribute("number", 7)
			.setAttribute("fraction", 0.5)
			.setAttribute("yes", true)
			.startSpan();
		span.addEvent("happened", Attributes.of(AttributeKey.stringKey("why"), "because"));
		span.setStatus(StatusCode.ERROR, "broken");
		span.end();
		return ((ReadableSpan) span).toSpanData();
	}

	private static List<Object> shown(SpanData span) {
		return List.of(span.getResource().getAttributes(), span.getName(), span.getTraceId(), span.getSpanId(),
				span.getParentSpanId(), span.getStatus(), span.getStartEpochNanos(), span.getEndEpochNanos(),
				span.getAttributes().asMap(), span.hasEnded());
	}

	private SpanData sendAndReceive(String compression, SpanData span) {
		try (OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder()
			.setEndpoint(url().toString())
			.setCompression(compression)
			.build()) {
			assertThat(exporter.export(List.of(span)).join(10, TimeUnit.SECONDS).isSuccess()).isTrue();
		}
		List<SpanData> received = this.collector.spans(span.getTraceId());
		assertThat(received).hasSize(1);
		return received.get(0);
	}

	private URI url() {
		return URI.create("http://localhost:" + this.receiver.port() + "/v1/traces");
	}

	private int status(HttpRequest.Builder request) throws Exception {
		return HttpClient.newHttpClient().send(request.uri(url()).build(), BodyHandlers.discarding()).statusCode();
	}

}
