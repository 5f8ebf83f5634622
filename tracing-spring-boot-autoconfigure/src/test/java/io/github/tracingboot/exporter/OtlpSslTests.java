package io.github.tracingboot.exporter;

import java.nio.file.Path;
import java.util.function.Consumer;

import io.github.tracingboot.core.InvalidConfigurationException;
import io.github.tracingboot.testing.TestAuthority;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** Certificates that cannot be honoured stop the start. */
@ExtendWith(OutputCaptureExtension.class)
class OtlpSslTests {

	private static final String SSL = "tracing.exporter.otlp.ssl.";

	private static final TestAuthority AUTHORITY = new TestAuthority("Ours");

	@TempDir
	static Path directory;

	private static Path ca;

	private static Path certificate;

	private static Path key;

	private static Path otherKey;

	private static Path text;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, ExporterAutoConfiguration.class))
		.withPropertyValues("tracing.exporter.otlp.endpoint=https://localhost:4317");

	@BeforeAll
	static void writeFiles() {
		TestAuthority.Issued client = AUTHORITY.issue("client");
		ca = TestAuthority.write(directory.resolve("ca.pem"), AUTHORITY.pem());
		certificate = TestAuthority.write(directory.resolve("client.pem"), client.pem() + AUTHORITY.pem());
		key = TestAuthority.write(directory.resolve("client.key"), client.key());
		otherKey = TestAuthority.write(directory.resolve("other.key"), AUTHORITY.issue("other").key());
		text = TestAuthority.write(directory.resolve("text.pem"), "s3cret");
	}

	@Test
	void aBundleAndFilesContradictEachOther() {
		fails(".bundle is 'otel', and there are files under tracing.exporter.otlp.ssl as well", SSL + "bundle=otel",
				SSL + "trust-certificate=" + ca);
	}

	@Test
	void certificatesOfAnUnencryptedEndpointWouldProtectNothing() {
		String message = "There are certificates under tracing.exporter.otlp.ssl, but"
				+ " tracing.exporter.otlp.endpoint is not encrypted";
		String endpoint = "tracing.exporter.otlp.endpoint=localhost:4317";
		fails(message, endpoint, SSL + "bundle=otel");
		fails(message, endpoint, SSL + "trust-certificate=" + ca);
		fails(message, endpoint, SSL + "client-certificate=" + certificate, SSL + "client-key=" + key);
	}

	@Test
	void withoutAnEndpointTheyAreNotLookedAt() {
		this.runner
			.withPropertyValues("tracing.exporter.otlp.endpoint=", SSL + "bundle=none",
					"tracing.exporter.console.enabled=true")
			.run((context) -> assertThat(context).hasNotFailed());
		this.runner.withPropertyValues("tracing.exporter.otlp.enabled=false", SSL + "bundle=none")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void blankOnesAreNone() {
		this.runner
			.withPropertyValues(SSL + "bundle=", SSL + "trust-certificate= ", SSL + "client-certificate=",
					SSL + "client-key=")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void aCertificateNeedsItsKey() {
		fails("client-certificate is set but tracing.exporter.otlp.ssl.client-key is not",
				SSL + "client-certificate=" + certificate);
		fails("client-key is set but tracing.exporter.otlp.ssl.client-certificate is not", SSL + "client-key=" + key);
		fails("client-key is not the key of tracing.exporter.otlp.ssl.client-certificate",
				SSL + "client-certificate=" + certificate, SSL + "client-key=" + otherKey);
	}

	@Test
	void aBundleMustBeThere() {
		fails("bundle is 'otel' but there is no such bundle; there are [other]", SSL + "bundle=otel",
				"spring.ssl.bundle.pem.other.truststore.certificate=" + ca);
		new ApplicationContextRunner().withUserConfiguration(ExporterAutoConfiguration.class)
			.withPropertyValues("tracing.exporter.otlp.endpoint=https://localhost:4317", SSL + "bundle=otel")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.hasMessageContaining("there is no such bundle; there are none"));
	}

	@Test
	void aBundleMustBeUsable() {
		fails("bundle is 'otel', which has options (ciphers or enabled-protocols)", SSL + "bundle=otel",
				"spring.ssl.bundle.pem.otel.truststore.certificate=" + ca,
				"spring.ssl.bundle.pem.otel.options.enabled-protocols=TLSv1.3");
		fails("bundle is 'otel', which cannot be used: NoSuchAlgorithmException: TLSv7", SSL + "bundle=otel",
				"spring.ssl.bundle.pem.otel.truststore.certificate=" + ca, "spring.ssl.bundle.pem.otel.protocol=TLSv7");
	}

	@Test
	void aFileMustBeThereAndHoldWhatItIsFor() {
		fails("trust-certificate is 'nowhere.pem', a file that does not exist", SSL + "trust-certificate=nowhere.pem");
		fails("trust-certificate is 'classpath:nowhere.pem', a file that does not exist",
				SSL + "trust-certificate=classpath:nowhere.pem");
		fails("trust-certificate is '" + directory + "', a file that", SSL + "trust-certificate=" + directory);
		fails("trust-certificate is '" + text + "', a file that has no PEM certificate",
				SSL + "trust-certificate=" + text);
		fails("trust-certificate is '" + key + "', a file that has no PEM certificate",
				SSL + "trust-certificate=" + key);
		fails("client-certificate is '" + text + "', a file that has no PEM certificate",
				SSL + "client-certificate=" + text, SSL + "client-key=" + key);
		fails("client-key is '" + text + "', a file that has no PEM private key, which must not be encrypted",
				SSL + "client-certificate=" + certificate, SSL + "client-key=" + text);
	}

	@Test
	void theContentOfAFileIsNotShown() {
		fails("client-key is the content of a file but must be its path", SSL + "client-certificate=" + certificate,
				SSL + "client-key=-----BEGIN PRIVATE KEY-----s3cret");
	}

	@Test
	void aReloadedBundleThatCannotBeUsedLeavesTheOldOneInPlace(CapturedOutput output) {
		this.runner.withPropertyValues(SSL + "bundle=otel", "spring.ssl.bundle.pem.otel.truststore.certificate=" + ca)
			.run((context) -> {
				SslBundleRegistry registry = context.getBean(SslBundleRegistry.class);
				SslBundle good = context.getBean(SslBundles.class).getBundle("otel");
				registry.updateBundle("otel",
						SslBundle.of(good.getStores(), null, SslOptions.of(null, new String[] { "TLSv1.3" })));
				assertThat(output)
					.contains("Spans go to OTLP/gRPC https://localhost:4317 with the SSL bundle 'otel'"
							+ " as it was before: ")
					.contains("enabled-protocols");
			});
	}

	private void fails(String message, String... properties) {
		Consumer<Throwable> says = (
				failure) -> assertThat(failure).hasMessageContaining(message).message().doesNotContain("s3cret");
		this.runner.withPropertyValues(properties).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOf(InvalidConfigurationException.class)
				.satisfies(says);
		});
	}

}
