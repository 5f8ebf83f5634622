package io.github.tracingboot.exporter;

import io.github.tracingboot.core.InvalidConfigurationException;
import io.github.tracingboot.exporter.OtlpTarget.Protocol;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class OtlpTargetTests {

	@ParameterizedTest
	@CsvSource({ "http://localhost:4317, , GRPC, http://localhost:4317",
			"http://localhost:4317/, , GRPC, http://localhost:4317", "localhost:4317, , GRPC, http://localhost:4317",
			"' localhost:4317 ', , GRPC, http://localhost:4317", "HTTPS://Otel:443, , GRPC, https://Otel:443",
			"https://otel.example.com, , GRPC, https://otel.example.com",
			"otel_collector:4317, , GRPC, http://otel_collector:4317",
			"http://otel_collector:4317, , GRPC, http://otel_collector:4317", "[::1]:4317, , GRPC, http://[::1]:4317",
			"http://[2001:db8::1]:4317, , GRPC, http://[2001:db8::1]:4317",
			"[::ffff:127.0.0.1]:4317, , GRPC, http://[::ffff:127.0.0.1]:4317",
			"127.0.0.1:9999, , GRPC, http://127.0.0.1:9999",
			"localhost:4318, , HTTP_PROTOBUF, http://localhost:4318/v1/traces",
			"http://localhost:4318/, , HTTP_PROTOBUF, http://localhost:4318/v1/traces",
			"[::1]:4318, , HTTP_PROTOBUF, http://[::1]:4318/v1/traces",
			"http://localhost:4318/otlp, , HTTP_PROTOBUF, http://localhost:4318/otlp",
			"localhost:4318/otlp, , HTTP_PROTOBUF, http://localhost:4318/otlp",
			"https://h:4318/otlp/?a=b, , HTTP_PROTOBUF, https://h:4318/otlp/?a=b",
			"https://h, HTTP_PROTOBUF, HTTP_PROTOBUF, https://h/v1/traces",
			"http://localhost:4317, HTTP_PROTOBUF, HTTP_PROTOBUF, http://localhost:4317/v1/traces",
			"http://localhost:4318, GRPC, GRPC, http://localhost:4318" })
	void readsUrlsAndHostsWithPorts(String endpoint, @Nullable Protocol given, Protocol protocol, String uri) {
		OtlpTarget target = OtlpTarget.of(endpoint, given);
		assertThat(target.protocol()).isEqualTo(protocol);
		assertThat(target.uri()).hasToString(uri);
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "::1", "::1:4317", "[::1]", "[::1:4317", "http://[::zz]:4317", "ftp://h:4317",
			"grpc://h:4317", "unix:///tmp/s", "http://", "http://:4317", "http:///v1/traces", ":4317", "h:0", "h:65536",
			"h:999999", "h:port", "h:-1", "http://h:43 17", "a b:4317", "http://h:4317#f", "http://a..b:4317",
			"http://.a:4317", "http://-:4317", "http://h:4317/v1/traces", "http://h:4317?a=b",
			"http://[fe80::1%eth0]:4317", "localhost:4317,localhost:4318", "http:localhost:4317" })
	void whatCannotBeATargetIsNamedWithTheFix(String endpoint) {
		assertThatExceptionOfType(InvalidConfigurationException.class).isThrownBy(() -> OtlpTarget.of(endpoint, null))
			.withMessageStartingWith("tracing.exporter.otlp.endpoint is '")
			.withMessageContaining("must be a URL such as http://localhost:4317 or host:port");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://user:s3cret@h:4317", "s3cret@h:4317", "http://a/s3cret@h:4317",
			"h:4317?key=s3cret", "ftp://u:s3cret@h", "http://h:4317?a=@s3cret#x" })
	void anErrorRepeatsNoSecret(String endpoint) {
		assertThatExceptionOfType(InvalidConfigurationException.class).isThrownBy(() -> OtlpTarget.of(endpoint, null))
			.withMessageNotContaining("s3cret");
	}

	@Test
	void userInfoIsSentToTheHeaders() {
		assertThatExceptionOfType(InvalidConfigurationException.class)
			.isThrownBy(() -> OtlpTarget.of("http://user:pw@h:4317", null))
			.withMessageContaining("tracing.exporter.otlp.endpoint is 'http://***'")
			.withMessageContaining("credentials belong in tracing.exporter.otlp.headers");
	}

	@Test
	void itsDescriptionHasNoQuery() {
		assertThat(OtlpTarget.of("http://h:4318/otlp?key=s3cret", null)).hasToString("OTLP/HTTP http://h:4318/otlp");
		assertThat(OtlpTarget.of("h:4317", null)).hasToString("OTLP/gRPC http://h:4317");
	}

}
