package io.github.tracingboot.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.tracingboot.testing.DestinationPropagator;
import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.mock.http.client.MockClientHttpRequest;
import org.springframework.mock.http.client.MockClientHttpResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ClientTracingInterceptorTests {

	private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

	@RegisterExtension
	final SpanRecorder spans = new SpanRecorder();

	private final OpenTelemetry openTelemetry = OpenTelemetrySdk.builder()
		.setTracerProvider(SdkTracerProvider.builder().addSpanProcessor(this.spans).build())
		.setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
		.build();

	private final ClientTracingInterceptor interceptor = new ClientTracingInterceptor(
			TestTracing.client(this.openTelemetry, this.openTelemetry));

	private final MockClientHttpRequest request = new MockClientHttpRequest(HttpMethod.GET,
			URI.create("https://user:secret@api.example.com/v1/prices?token=secret"));

	@Test
	void requestIsOneClientSpanWithoutSecrets() throws IOException {
		send(response(200));
		SpanData span = this.spans.take("GET");
		assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
		assertThat(span.getStatus()).isEqualTo(StatusData.unset());
		assertThat(span.getAttributes().asMap()).containsEntry(HttpAttributes.REQUEST_METHOD, "GET")
			.containsEntry(HttpAttributes.SERVER_ADDRESS, "api.example.com")
			.containsEntry(HttpAttributes.SERVER_PORT, 443L)
			.containsEntry(HttpAttributes.URL_FULL, "https://api.example.com/v1/prices")
			.containsEntry(HttpAttributes.RESPONSE_STATUS_CODE, 200L)
			.hasSize(5);
	}

	@Test
	void spanIsCurrentAndItsContextReplacesWhatTheHeadersHeld() throws IOException {
		this.request.getHeaders().add("traceparent", "00-11111111111111111111111111111111-2222222222222222-01");
		SpanContext[] current = new SpanContext[1];
		this.interceptor.intercept(this.request, new byte[0], (request, body) -> {
			current[0] = Span.current().getSpanContext();
			return response(200);
		});
		SpanContext sent = this.spans.take("GET").getSpanContext();
		assertThat(current[0]).isEqualTo(sent);
		assertThat(this.request.getHeaders().getValuesAsList("traceparent"))
			.containsExactly("00-" + sent.getTraceId() + "-" + sent.getSpanId() + "-" + sent.getTraceFlags().asHex());
	}

	@Test
	void propagatorIsToldWhereTheRequestGoes() throws IOException {
		OpenTelemetry telling = OpenTelemetrySdk.builder()
			.setPropagators(ContextPropagators.create(DestinationPropagator.INSTANCE))
			.build();
		new ClientTracingInterceptor(TestTracing.client(this.openTelemetry, telling)).intercept(this.request,
				new byte[0], (request, body) -> response(200));
		assertThat(this.request.getHeaders().getFirst("destination")).isEqualTo("api.example.com");
		this.spans.take("GET");
	}

	@Test
	void templateNamesTheSpan() throws IOException {
		this.request.getAttributes()
			.put("org.springframework.web.client.RestClient.uriTemplate", "https://api.example.com/{version}/prices");
		send(response(200));
		assertThat(this.spans.take("GET /{version}/prices").getAttributes().get(HttpAttributes.URL_TEMPLATE))
			.isEqualTo("/{version}/prices");
	}

	@Test
	void inventedMethodIsOther() throws IOException {
		this.request.setMethod(HttpMethod.valueOf("BREW"));
		send(response(200));
		assertThat(this.spans.take("HTTP").getAttributes().asMap())
			.containsEntry(HttpAttributes.REQUEST_METHOD, "_OTHER")
			.containsEntry(HttpAttributes.REQUEST_METHOD_ORIGINAL, "BREW");
	}

	@Test
	void addressWithoutAnyPortHasNone() throws IOException {
		this.request.setURI(URI.create("other://host/a"));
		send(response(200));
		assertThat(this.spans.take("GET").getAttributes().get(HttpAttributes.SERVER_PORT)).isNull();
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 404, 500, 599 })
	void refusedRequestIsAnError(int status) throws IOException {
		send(response(status));
		SpanData span = this.spans.take("GET");
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(span.getAttributes().get(HttpAttributes.RESPONSE_STATUS_CODE)).isEqualTo(status);
		assertThat(span.getAttributes().get(ERROR_TYPE)).isEqualTo(String.valueOf(status));
	}

	@Test
	void failureIsRecordedAndRethrownAsItIs() {
		IOException failure = new IOException("refused");
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> this.interceptor.intercept(this.request, new byte[0], (request, body) -> {
				throw failure;
			}))
			.isSameAs(failure);
		SpanData span = this.spans.take("GET");
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(span.getAttributes().get(ERROR_TYPE)).isEqualTo("java.io.IOException");
		assertThat(span.getEvents()).hasSize(1);
	}

	// As for a token; a client on top of another sends to the same address.
	@Test
	void requestToElsewhereWithinARequestIsOneOfItsOwn() throws IOException {
		MockClientHttpRequest token = new MockClientHttpRequest(HttpMethod.POST, URI.create("https://id.example.com/"));
		this.interceptor.intercept(this.request, new byte[0], (request, body) -> {
			this.interceptor.intercept(token, new byte[0], (inner, innerBody) -> response(200));
			return this.interceptor.intercept(this.request, new byte[0], (inner, innerBody) -> response(200));
		});
		assertThat(this.spans.take("POST").getParentSpanId()).isEqualTo(this.spans.take("GET").getSpanId());
	}

	@Test
	void requestThatIsRepeatedTellsHowOften() throws IOException {
		send(response(503));
		send(response(200));
		assertThat(this.spans.take("GET").getAttributes().get(HttpAttributes.RESEND_COUNT)).isNull();
		assertThat(this.spans.take("GET").getAttributes().get(HttpAttributes.RESEND_COUNT)).isEqualTo(1);
	}

	@Test
	void queryIsRecordedWhereTheUserAsksForIt() throws IOException {
		new ClientTracingInterceptor(
				TestTracing.client(this.openTelemetry, this.openTelemetry, "tracing.web.query=true"))
			.intercept(this.request, new byte[0], (request, body) -> response(200));
		assertThat(this.spans.take("GET").getAttributes().get(HttpAttributes.URL_FULL))
			.isEqualTo("https://api.example.com/v1/prices?token=secret");
	}

	@Test
	void responseWithoutReadableStatusReachesTheCaller() throws IOException {
		ClientHttpResponse broken = new BrokenResponse();
		assertThat(send(broken)).isSameAs(broken);
		assertThat(this.spans.take("GET").getAttributes().get(ERROR_TYPE)).isEqualTo("java.io.IOException");
	}

	private static ClientHttpResponse response(int status) {
		return new MockClientHttpResponse(new byte[0], status);
	}

	private ClientHttpResponse send(ClientHttpResponse response) throws IOException {
		return this.interceptor.intercept(this.request, new byte[0], (request, body) -> response);
	}

	private static final class BrokenResponse implements ClientHttpResponse {

		@Override
		public HttpStatusCode getStatusCode() throws IOException {
			throw new IOException("broken");
		}

		@Override
		public String getStatusText() throws IOException {
			throw new IOException("broken");
		}

		@Override
		public InputStream getBody() {
			return InputStream.nullInputStream();
		}

		@Override
		public HttpHeaders getHeaders() {
			return HttpHeaders.EMPTY;
		}

		@Override
		public void close() {
		}

	}

}
