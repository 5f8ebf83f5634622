package io.github.tracingboot.exporter;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.github.tracingboot.exporter.OtlpTarget.Protocol;
import io.github.tracingboot.testing.OtlpHttpReceiver;
import io.github.tracingboot.testing.ServerCertificates;
import io.github.tracingboot.testing.TestAuthority;
import io.github.tracingboot.testing.StackTraces;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Encrypted export to a real server, over both protocols. */
@ExtendWith(OutputCaptureExtension.class)
class OtlpTlsIT {

	private static final String SSL = "tracing.exporter.otlp.ssl.";

	private static final TestAuthority AUTHORITY = new TestAuthority("Ours");

	private static final TestAuthority OTHER = new TestAuthority("Theirs");

	private static final TestAuthority.Issued CLIENT = AUTHORITY.issue("client");

	private static final ServerCertificates SERVER = AUTHORITY.issue("localhost").forServer(null);

	private static final ServerCertificates ASKING = AUTHORITY.issue("localhost").forServer(AUTHORITY);

	@TempDir
	static Path directory;

	private static Path ca;

	private static Path otherCa;

	private static Path certificate;

	private static Path key;

	private final ApplicationContextRunner runner = ExportingApplication.runner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
		.withPropertyValues("tracing.exporter.batch.schedule-delay=1h");

	@BeforeAll
	static void writeFiles() {
		ca = TestAuthority.write(directory.resolve("ca.pem"), OTHER.pem() + AUTHORITY.pem());
		otherCa = TestAuthority.write(directory.resolve("other-ca.pem"), OTHER.pem());
		certificate = TestAuthority.write(directory.resolve("client.pem"), CLIENT.pem());
		key = TestAuthority.write(directory.resolve("client.key"), CLIENT.key());
	}

	@ParameterizedTest
	@EnumSource(Protocol.class)
	void theCertificateIsCheckedByWhatTheJvmTrusts(Protocol protocol) throws Exception {
		Path store = directory.resolve(protocol + ".p12");
		write(store);
		System.setProperty("javax.net.ssl.trustStore", store.toString());
		System.setProperty("javax.net.ssl.trustStorePassword", "changeit");
		try {
			assertArrives(protocol, SERVER);
		}
		finally {
			System.clearProperty("javax.net.ssl.trustStore");
			System.clearProperty("javax.net.ssl.trustStorePassword");
		}
	}

	@ParameterizedTest
	@EnumSource(Protocol.class)
	void theCertificateIsCheckedByAFile(Protocol protocol) {
		assertArrives(protocol, SERVER, SSL + "trust-certificate=" + ca);
	}

	@ParameterizedTest
	@EnumSource(Protocol.class)
	void theClientHasACertificateFromFiles(Protocol protocol) {
		assertArrives(protocol, ASKING, SSL + "trust-certificate=" + ca.toUri(),
				SSL + "client-certificate=" + certificate, SSL + "client-key=" + key);
	}

	@ParameterizedTest
	@EnumSource(Protocol.class)
	void theCertificateIsCheckedByABundle(Protocol protocol) {
		assertArrives(protocol, SERVER, SSL + "bundle=otel", "spring.ssl.bundle.pem.otel.truststore.certificate=" + ca);
	}

	@ParameterizedTest
	@EnumSource(Protocol.class)
	void theClientHasACertificateFromABundle(Protocol protocol) {
		assertArrives(protocol, ASKING, SSL + "bundle=otel", "spring.ssl.bundle.pem.otel.truststore.certificate=" + ca,
				"spring.ssl.bundle.pem.otel.keystore.certificate=" + certificate,
				"spring.ssl.bundle.pem.otel.keystore.private-key=" + key);
	}

	@ParameterizedTest
	@EnumSource(Protocol.class)
	void anAuthorityThatIsNotTrustedIsNamedAsTheCause(Protocol protocol, CapturedOutput output) {
		assertFails(protocol, SERVER, output, "unable to find valid certification path to requested target",
				SSL + "trust-certificate=" + otherCa);
	}

	@ParameterizedTest
	@EnumSource(Protocol.class)
	void soItIsWithoutAnySetting(Protocol protocol, CapturedOutput output) {
		assertFails(protocol, SERVER, output, "unable to find valid certification path to requested target");
	}

	@ParameterizedTest
	@EnumSource(Protocol.class)
	void anExpiredCertificateIsNamedAsTheCause(Protocol protocol, CapturedOutput output) {
		assertFails(protocol, AUTHORITY.issueExpired("localhost").forServer(null), output,
				"CertificateExpiredException: NotAfter: ", SSL + "trust-certificate=" + ca);
	}

	@ParameterizedTest
	@EnumSource(Protocol.class)
	void aCertificateOfAnotherHostIsNamedAsTheCause(Protocol protocol, CapturedOutput output) {
		assertFails(protocol, AUTHORITY.issue("otel.example.com").forServer(null), output,
				"Hostname localhost not verified", SSL + "trust-certificate=" + ca);
	}

	@ParameterizedTest
	@EnumSource(Protocol.class)
	void aMissingClientCertificateIsNamedAsTheCause(Protocol protocol, CapturedOutput output) {
		assertFails(protocol, ASKING, output,
				"the server asked for a client certificate, and there is none of an issuer that it names under "
						+ "tracing.exporter.otlp.ssl",
				SSL + "trust-certificate=" + ca);
	}

	@ParameterizedTest
	@EnumSource(Protocol.class)
	void soIsOneThatTheServerDoesNotTake(Protocol protocol, CapturedOutput output) {
		TestAuthority.Issued expired = AUTHORITY.issueExpired("client");
		Path expiredFile = TestAuthority.write(directory.resolve("expired.pem"), expired.pem());
		Path expiredKey = TestAuthority.write(directory.resolve("expired.key"), expired.key());
		assertFails(protocol, ASKING, output, "the server asked for a client certificate, and was given one",
				SSL + "trust-certificate=" + ca, SSL + "client-certificate=" + expiredFile,
				SSL + "client-key=" + expiredKey);
	}

	@Test
	void anEncryptedBackendCannotSendUsToAnUnencryptedOne(CapturedOutput output) {
		try (OtlpHttpReceiver unencrypted = OtlpHttpReceiver.start();
				OtlpHttpReceiver encrypted = OtlpHttpReceiver.start(SERVER)) {
			encrypted.redirect(unencrypted.endpoint() + "/v1/traces");
			this.runner
				.withPropertyValues(SSL + "trust-certificate=" + ca, "tracing.exporter.otlp.protocol=http/protobuf",
						"tracing.exporter.otlp.endpoint=" + encrypted.endpoint())
				.run((context) -> span(context, "secret"));
			assertThat(unencrypted.lastHeaders()).isEmpty();
			assertThat(output).contains("Spans cannot be sent")
				.contains("where the backend redirects to: redirects are not followed");
		}
	}

	@ParameterizedTest
	@EnumSource(Protocol.class)
	void aReloadedBundleIsInUseFromTheNextExportOn(Protocol protocol, CapturedOutput output) {
		Path file = TestAuthority.write(directory.resolve(protocol + "-bundle.pem"), OTHER.pem());
		try (OtlpBackend backend = OtlpBackend.start(protocol, SERVER)) {
			this.runner
				.withPropertyValues(SSL + "bundle=otel", "spring.ssl.bundle.watch.file.quiet-period=50ms",
						"spring.ssl.bundle.pem.otel.truststore.certificate=" + file,
						"spring.ssl.bundle.pem.otel.reload-on-update=true")
				.withPropertyValues(backend.properties(protocol))
				.run((context) -> {
					span(context, "lost");
					assertThat(output).contains("unable to find valid certification path");
					TestAuthority.write(file, AUTHORITY.pem());
					await().atMost(Duration.ofSeconds(20))
						.untilAsserted(() -> assertThat(output).contains("with the reloaded SSL bundle 'otel'"));
					span(context, "arrives");
					assertThat(backend.awaitSpans(1)).hasSize(1);
					TestAuthority.write(file, OTHER.pem());
					await().atMost(Duration.ofSeconds(20))
						.until(() -> output.toString().split("with the reloaded SSL bundle", -1).length > 2);
					span(context, "lost again");
					// Neither does the open connection outlive what it rests on.
					assertThat(backend.awaitSpans(1)).hasSize(1);
				});
		}
	}

	private void assertArrives(Protocol protocol, ServerCertificates certificates, String... properties) {
		try (OtlpBackend backend = OtlpBackend.start(protocol, certificates)) {
			this.runner.withPropertyValues(properties)
				.withPropertyValues(backend.properties(protocol))
				.run((context) -> {
					assertThat(context).hasNotFailed();
					span(context, "arrives");
					assertThat(backend.awaitSpans(1)).hasSize(1);
				});
		}
	}

	private void assertFails(Protocol protocol, ServerCertificates certificates, CapturedOutput output, String cause,
			String... properties) {
		try (OtlpBackend backend = OtlpBackend.start(protocol, certificates)) {
			this.runner.withPropertyValues(properties)
				.withPropertyValues(backend.properties(protocol))
				.run((context) -> {
					assertThat(context).hasNotFailed();
					span(context, "lost");
					span(context, "lost too");
					assertThat(context.getSourceApplicationContext().isActive()).isTrue();
				});
		}
		assertThat(output.getAll().lines().filter((line) -> line.contains("Spans cannot be sent"))).singleElement()
			.asString()
			.contains("WARN")
			.containsPattern(cause);
		assertThat(StackTraces.ours(output.getAll())).isEmpty();
	}

	private static void span(ApplicationContext context, String name) {
		context.getBean(Tracer.class).spanBuilder(name).startSpan().end();
		context.getBean(SdkTracerProvider.class).forceFlush().join(10, TimeUnit.SECONDS);
	}

	private static void write(Path store) throws IOException, GeneralSecurityException {
		try (OutputStream stream = Files.newOutputStream(store)) {
			AUTHORITY.trustStore().store(stream, "changeit".toCharArray());
		}
	}

}
