package io.github.tracingboot.exporter;

import java.util.Collection;
import java.util.Locale;
import java.util.Objects;

import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporterBuilder;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;

/** The SDK's exporter for the target's protocol, under the name of its target. */
final class OtlpSpanExporter implements SpanExporter {

	// A server that asks for patience is asked again. A connection that fails is not: its
	// cause would come late and hidden by the timeout, and each exit would wait for it.
	private static final RetryPolicy RETRY = RetryPolicy.builder().setRetryExceptionPredicate((ex) -> false).build();

	private final OtlpTarget target;

	private final SpanExporter delegate;

	private OtlpSpanExporter(OtlpTarget target, SpanExporter delegate) {
		this.target = target;
		this.delegate = delegate;
	}

	static OtlpSpanExporter of(OtlpProperties properties) {
		OtlpTarget target = OtlpTarget.of(Objects.requireNonNull(properties.endpoint()), properties.protocol());
		return new OtlpSpanExporter(target, switch (target.protocol()) {
			case GRPC -> grpc(target, properties);
			case HTTP_PROTOBUF -> http(target, properties);
		});
	}

	private static SpanExporter grpc(OtlpTarget target, OtlpProperties properties) {
		OtlpGrpcSpanExporterBuilder builder = OtlpGrpcSpanExporter.builder()
			.setEndpoint(target.uri().toString())
			.setCompression(compression(properties))
			.setTimeout(properties.timeout())
			.setConnectTimeout(properties.connectTimeout())
			.setRetryPolicy(RETRY);
		properties.headers().forEach(builder::addHeader);
		return builder.build();
	}

	private static SpanExporter http(OtlpTarget target, OtlpProperties properties) {
		OtlpHttpSpanExporterBuilder builder = OtlpHttpSpanExporter.builder()
			.setEndpoint(target.uri().toString())
			.setCompression(compression(properties))
			.setTimeout(properties.timeout())
			.setConnectTimeout(properties.connectTimeout())
			.setRetryPolicy(RETRY);
		properties.headers().forEach(builder::addHeader);
		return builder.build();
	}

	private static String compression(OtlpProperties properties) {
		return properties.compression().name().toLowerCase(Locale.ROOT);
	}

	@Override
	public CompletableResultCode export(Collection<SpanData> spans) {
		return this.delegate.export(spans);
	}

	@Override
	public CompletableResultCode flush() {
		return this.delegate.flush();
	}

	@Override
	public CompletableResultCode shutdown() {
		return this.delegate.shutdown();
	}

	@Override
	public String toString() {
		return this.target.toString();
	}

}
