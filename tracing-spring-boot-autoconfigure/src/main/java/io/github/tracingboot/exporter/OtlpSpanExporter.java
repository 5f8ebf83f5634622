package io.github.tracingboot.exporter;

import java.io.IOException;
import java.util.Collection;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporterBuilder;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.ProxyOptions;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.function.SingletonSupplier;

/** The SDK's exporter for the target's protocol, under the name of its target. */
final class OtlpSpanExporter implements SpanExporter {

	private static final Logger logger = LoggerFactory.getLogger(OtlpSpanExporter.class);

	private final OtlpTarget target;

	private final Function<@Nullable OtlpSsl, SpanExporter> factory;

	private final AtomicReference<@Nullable Connection> next = new AtomicReference<>();

	private volatile Connection current;

	private volatile CompletableResultCode last = CompletableResultCode.ofSuccess();

	private OtlpSpanExporter(OtlpTarget target, Function<@Nullable OtlpSsl, SpanExporter> factory,
			@Nullable OtlpSsl ssl) {
		this.target = target;
		this.factory = factory;
		this.current = connection(ssl);
	}

	static OtlpSpanExporter of(OtlpProperties properties, @Nullable OtlpHeaderSupplier headerSupplier,
			@Nullable SslBundles bundles) {
		OtlpTarget target = OtlpTarget.of(Objects.requireNonNull(properties.endpoint()), properties.protocol());
		OtlpHeaders headers = new OtlpHeaders(properties.headers(), headerSupplier);
		OtlpSpanExporter exporter = new OtlpSpanExporter(target, (ssl) -> switch (target.protocol()) {
			case GRPC -> grpc(target, properties, headers, ssl);
			case HTTP_PROTOBUF -> http(target, properties, headers, ssl);
		}, target.isEncrypted() ? OtlpSsl.of(properties.ssl(), bundles) : null);
		String bundle = properties.ssl().bundle();
		if (bundle != null && bundles != null) {
			bundles.addBundleUpdateHandler(bundle, (updated) -> exporter.reload(bundle, updated));
		}
		return exporter;
	}

	private static SpanExporter grpc(OtlpTarget target, OtlpProperties properties, OtlpHeaders headers,
			@Nullable OtlpSsl ssl) {
		OtlpGrpcSpanExporterBuilder builder = OtlpGrpcSpanExporter.builder()
			.setEndpoint(target.uri().toString())
			.setHeaders(headers)
			.setCompression(compression(properties))
			.setTimeout(properties.timeout())
			.setConnectTimeout(properties.connectTimeout())
			.setRetryPolicy(retryPolicy(properties.retry()));
		if (ssl != null) {
			builder.setSslContext(ssl.context(), ssl.trustManager());
		}
		return builder.build();
	}

	private static SpanExporter http(OtlpTarget target, OtlpProperties properties, OtlpHeaders headers,
			@Nullable OtlpSsl ssl) {
		OtlpHttpSpanExporterBuilder builder = OtlpHttpSpanExporter.builder()
			.setEndpoint(target.uri().toString())
			.setHeaders(headers)
			.setProxy(ProxyOptions.create(new NoRedirects()))
			.setCompression(compression(properties))
			.setTimeout(properties.timeout())
			.setConnectTimeout(properties.connectTimeout())
			.setRetryPolicy(retryPolicy(properties.retry()));
		if (ssl != null) {
			builder.setSslContext(ssl.context(), ssl.trustManager());
		}
		return builder.build();
	}

	private static String compression(OtlpProperties properties) {
		return properties.compression().name().toLowerCase(Locale.ROOT);
	}

	// A server that asks for patience is asked again. A connection that fails is not: its
	// cause would come late and hidden by the timeout, and each exit would wait for it.
	private static @Nullable RetryPolicy retryPolicy(OtlpProperties.Retry retry) {
		return retry.enabled() ? RetryPolicy.builder()
			.setMaxAttempts(retry.maxAttempts())
			.setInitialBackoff(retry.initialBackoff())
			.setMaxBackoff(retry.maxBackoff())
			.setBackoffMultiplier(retry.multiplier())
			.setRetryExceptionPredicate((ex) -> false)
			.build() : null;
	}

	private Connection connection(@Nullable OtlpSsl ssl) {
		return new Connection(SingletonSupplier.of(() -> this.factory.apply(ssl)),
				(ssl != null) ? ssl.clientCertificate() : null);
	}

	// A new exporter instead of new managers in the old one: open connections and
	// sessions that can be resumed would outlive the certificates that they rest on.
	private void reload(String bundle, SslBundle updated) {
		try {
			OtlpSsl ssl = OtlpSsl.of("The SSL bundle '" + bundle + "' was reloaded", updated);
			Connection unused = this.next.getAndSet(connection(ssl));
			if (unused != null) {
				unused.shutdown();
			}
			logger.info("Spans go to {} with the reloaded SSL bundle '{}' from now on", this, bundle);
		}
		catch (RuntimeException ex) {
			logger.warn("Spans go to {} with the SSL bundle '{}' as it was before: {}", this, bundle, ex.getMessage());
		}
	}

	@Override
	public CompletableResultCode export(Collection<SpanData> spans) {
		Connection replacement = this.next.getAndSet(null);
		if (replacement != null) {
			Connection replaced = this.current;
			this.current = replacement;
			this.last.whenComplete(() -> replaced.shutdown());
		}
		CompletableResultCode result = this.current.export(spans);
		this.last = result;
		return result;
	}

	@Override
	public CompletableResultCode flush() {
		return this.current.flush();
	}

	@Override
	public CompletableResultCode shutdown() {
		Connection unused = this.next.getAndSet(null);
		if (unused != null) {
			unused.shutdown();
		}
		return this.current.shutdown();
	}

	@Override
	public String toString() {
		return this.target.toString();
	}

	/**
	 * The SDK's exporter with its certificates. It is made by the thread that first sends
	 * something: its HTTP client would be a large part of the application's start.
	 */
	private static final class Connection {

		private final Supplier<SpanExporter> exporter;

		private final @Nullable ClientCertificate certificate;

		private volatile boolean used;

		Connection(Supplier<SpanExporter> exporter, @Nullable ClientCertificate certificate) {
			this.exporter = exporter;
			this.certificate = certificate;
		}

		CompletableResultCode flush() {
			return this.used ? this.exporter.get().flush() : CompletableResultCode.ofSuccess();
		}

		CompletableResultCode shutdown() {
			return this.used ? this.exporter.get().shutdown() : CompletableResultCode.ofSuccess();
		}

		CompletableResultCode export(Collection<SpanData> spans) {
			this.used = true;
			CompletableResultCode sent = this.exporter.get().export(spans);
			if (this.certificate == null) {
				return sent;
			}
			CompletableResultCode result = new CompletableResultCode();
			sent.whenComplete(() -> end(sent, this.certificate, result));
			return result;
		}

		private static void end(CompletableResultCode sent, ClientCertificate certificate,
				CompletableResultCode result) {
			Throwable failure = sent.getFailureThrowable();
			String asked = certificate.asked();
			if (sent.isSuccess()) {
				certificate.forget();
				result.succeed();
			}
			else if (failure != null && failure.getCause() instanceof IOException cause && asked != null) {
				result.failExceptionally(new IOException(asked, cause));
			}
			else if (failure != null) {
				result.failExceptionally(failure);
			}
			else {
				result.fail();
			}
		}

	}

}
