package io.github.tracingboot.web;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ServerTest
class RestClientIT {

	@RegisterExtension
	static final SpanRecorder spans = ServerApplication.SPANS;

	@Value("${local.server.port}")
	private int port;

	@Autowired
	private Tracer tracer;

	private RestClient client;

	@BeforeEach
	void client(@Autowired ObjectProvider<RestClient.Builder> builder) {
		this.client = builder.getObject().baseUrl("http://localhost:" + this.port).build();
	}

	@Test
	void callerRequestAndServerAreOneTrace() {
		Span caller = this.tracer.spanBuilder("caller").startSpan();
		try (Scope scope = caller.makeCurrent()) {
			assertThat(this.client.get().uri("/orders/{id}?token={token}", 42, "secret").retrieve().body(String.class))
				.isEqualTo("42");
		}
		caller.end();
		spans.take("caller");
		SpanData request = spans.take("client", (span) -> span.getKind() == SpanKind.CLIENT);
		SpanData server = spans.take("server", (span) -> span.getKind() == SpanKind.SERVER);
		assertThat(request.getName()).isEqualTo("GET /orders/{id}");
		assertThat(request.getAttributes().get(HttpAttributes.URL_FULL))
			.isEqualTo("http://localhost:" + this.port + "/orders/42");
		assertThat(request.getParentSpanId()).isEqualTo(caller.getSpanContext().getSpanId());
		assertThat(server.getParentSpanId()).isEqualTo(request.getSpanId());
		assertThat(server.getTraceId()).isEqualTo(caller.getSpanContext().getTraceId());
	}

	@Test
	void eachRequestOfAClientIsOneSpan() {
		for (int i = 0; i < 2; i++) {
			this.client.get().uri("/orders/{id}", i).retrieve().toBodilessEntity();
			SpanData request = spans.take(SpanKind.CLIENT);
			assertThat(spans.take(SpanKind.SERVER).getParentSpanId()).isEqualTo(request.getSpanId());
		}
	}

	@Test
	void refusedRequestIsAnErrorOfTheClientOnly() {
		assertThatExceptionOfType(HttpClientErrorException.class)
			.isThrownBy(() -> this.client.get().uri("/answered/{status}", 404).retrieve().toBodilessEntity());
		assertThat(spans.take(SpanKind.CLIENT).getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(spans.take(SpanKind.SERVER).getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
	}

	@Test
	void unreachableServerIsAnError() {
		assertThatExceptionOfType(ResourceAccessException.class)
			.isThrownBy(() -> this.client.get().uri("http://localhost:1/a").retrieve().toBodilessEntity());
		SpanData span = spans.take(SpanKind.CLIENT);
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(span.getEvents()).hasSize(1);
	}

}
