package io.github.tracingboot.exporter;

import java.util.List;

import io.github.tracingboot.core.InvalidConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class PlaintextHostsTests {

	private static final String REFUSED = "so spans would leave this machine or its private network unencrypted";

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			localhost:4317                            | the machine itself
			http://localhost                          | with a scheme and without a port
			http://localhost:4317                     |
			http://LocalHost:4317/                    | case does not matter
			HTTP://LOCALHOST:4317                     |
			localhost.:4317                           | the dot at the end changes nothing for this name
			api.localhost:4317                        | RFC 6761: always loopback
			127.0.0.1:4317                            | loopback
			127.255.255.254:4317                      | all of 127/8
			http://127.0.0.1:4318/v1/traces           |
			[::1]:4317                                | Chainlink refuses it
			http://[::1]:4317                         |
			http://[0:0:0:0:0:0:0:1]:4317             | the same written out
			[::ffff:127.0.0.1]:4317                   | IPv4-mapped: the IPv4 address counts
			[::ffff:7f00:1]:4317                      | the same in hexadecimal
			[::FFFF:10.0.0.1]:4317                    |
			10.0.0.1:4317                             | RFC 1918
			10.255.255.255:4317                       |
			172.16.0.1:4317                           |
			172.31.255.255:4317                       |
			192.168.1.1:4317                          |
			http://192.168.1.1:4318                   |
			169.254.1.1:4317                          | link-local: never routed
			169.254.169.254:4317                      | the metadata service is link-local: silly, and no leak
			[fe80::1]:4317                            | link-local
			[febf::1]:4317                            | the end of fe80::/10
			[fc00::1]:4317                            | unique local
			[fd12:3456:789a::1]:4317                  |
			[fd00:ec2::254]:4317                      | the metadata service over IPv6, unique local
			otel-collector:4317                       | one label: a container, a service, a search domain
			otel_collector:4317                       | Compose allows the underscore
			Collector:4317                            |
			http://tempo:4318                         |
			xn--bcher-kva:4317                        | one label, whatever it encodes
			0xcollector:4317                          | no hexadecimal number
			collector.local:4317                      | mDNS
			COLLECTOR.LOCAL:4317                      |
			collector.local.:4317                     |
			host.docker.internal:4317                 | .internal is reserved for private use
			metadata.google.internal:4317             |
			10.evil.internal:4317                     |
			otel.observability.svc:4317               | Kubernetes
			tempo.monitoring.svc.cluster.local:4317   |
			http://tempo.monitoring.svc.cluster.local |
			https://otel.example.com:4317             | encrypted: to anywhere
			https://otel.example.com                  |
			HTTPS://203.0.113.7:4317                  |
			https://[2001:db8::1]:4317                |
			https://0.0.0.0:4317                      |
			https://2130706433:4317                   |
			""")
	void spansMayGoToLocalTargets(String endpoint, String ignoredReason) {
		assertThatCode(() -> require(endpoint)).doesNotThrowAnyException();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					otel.example.com:4317             | a name that                | Chainlink lets it pass
					http://otel.example.com:4317      | a name that                |
					http://otel.example.com           | a name that                |
					http://otel.example.com:4318/otlp | a name that                |
					otel.example.com.:4317            | a name that                |
					OTEL.EXAMPLE.COM:4317             | a name that                |
					xn--bcher-kva.example:4317        | a name that                |
					localhost.example.com:4317        | a name that                | starts as a local one
					127.0.0.1.example.com:4317        | a name that                |
					127.0.0.1.nip.io:4317             | a name that                | resolves to loopback, if its owner wants
					10.example.com:4317               | a name that                |
					evil-localhost.com:4317           | a name that                |
					notlocal.example:4317             | a name that                |
					a.notlocal:4317                   | a name that                |
					a.mysvc:4317                      | a name that                |
					collector.svc.example.com:4317    | a name that                |
					collector.cluster:4317            | a name that                |
					collector.lan:4317                | a name that                | not reserved
					collector.corp:4317               | a name that                |
					collector.:4317                   | a top-level domain         |
					ai.:4317                          | a top-level domain         | has addresses
					203.0.113.7:4317                  | not a loopback, link-local | Chainlink lets it pass
					http://8.8.8.8:4317               | not a loopback, link-local |
					11.0.0.1:4317                     | not a loopback, link-local | next to private ranges
					172.15.255.255:4317               | not a loopback, link-local |
					172.32.0.1:4317                   | not a loopback, link-local |
					192.169.0.1:4317                  | not a loopback, link-local |
					169.253.255.255:4317              | not a loopback, link-local |
					126.255.255.255:4317              | not a loopback, link-local |
					128.0.0.1:4317                    | not a loopback, link-local |
					100.64.0.1:4317                   | not a loopback, link-local | shared with the provider's other customers
					198.18.0.1:4317                   | not a loopback, link-local |
					224.0.0.1:4317                    | not a loopback, link-local | multicast
					255.255.255.255:4317              | not a loopback, link-local | broadcast
					0.0.0.0:4317                      | an address to listen on    | loopback on some systems, an error on others
					http://[::]:4317                  | an address to listen on    |
					[::ffff:0.0.0.0]:4317             | an address to listen on    |
					0.0.0.1:4317                      | not a loopback, link-local |
					2130706433:4317                   | an address in a form       | 127.0.0.1 to some
					http://2130706433                 | an address in a form       |
					134744072:4317                    | an address in a form       | 8.8.8.8 to some, one label to others
					0x7f000001:4317                   | an address in a form       |
					0X7F.0.0.1:4317                   | an address in a form       |
					0177.0.0.1:4317                   | an address in a form       | 127.0.0.1 or 177.0.0.1
					010.0.0.1:4317                    | an address in a form       | 10.0.0.1 or 8.0.0.1
					127.1:4317                        | an address in a form       |
					127.0.0.1.:4317                   | an address in a form       |
					127.0.0.256:4317                  | an address in a form       |
					127.0.0.0.1:4317                  | an address in a form       |
					local.1:4317                      | an address in a form       |
					[2001:db8::1]:4317                | not a loopback, link-local |
					http://[2606:4700::1111]:4317     | not a loopback, link-local |
					[::ffff:8.8.8.8]:4317             | not a loopback, link-local | IPv4-mapped
					[::ffff:808:808]:4317             | not a loopback, link-local |
					[::127.0.0.1]:4317                | not a loopback, link-local | IPv4-compatible, given up in 2006
					[64:ff9b::10.0.0.1]:4317          | not a loopback, link-local | NAT64: where it ends is the gateway's business
					[2002:7f00:1::]:4317              | not a loopback, link-local | 6to4
					[fec0::1]:4317                    | not a loopback, link-local | site-local, given up in 2004
					[fe00::1]:4317                    | not a loopback, link-local |
					[ff02::1]:4317                    | not a loopback, link-local | multicast
					[::2]:4317                        | not a loopback, link-local |
					""")
	void spansMayNotGoUnencryptedToOthers(String endpoint, String reason, String ignoredWhy) {
		assertThatExceptionOfType(InvalidConfigurationException.class).isThrownBy(() -> require(endpoint))
			.withMessageContaining("tracing.exporter.otlp.endpoint is 'http://")
			.withMessageContaining(REFUSED)
			.withMessageContaining(reason);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://[fe80::1%eth0]:4317", "http://[fe80::1%25eth0]:4317", "localhost@example.com:4317",
			"http://localhost:4317@example.com:4317", "http://localhost\\example.com:4317", "bücher.local:4317",
			"１２７.0.0.1:4317", "collector。local:4317", "localhost%2eexample.com:4317", "http:/localhost:4317" })
	void whatHidesItsHostIsNoTarget(String endpoint) {
		assertThatExceptionOfType(InvalidConfigurationException.class).isThrownBy(() -> require(endpoint))
			.withMessageContaining("must be a URL such as");
	}

	@ParameterizedTest
	@CsvSource({ "otel.example.com, otel.example.com:4317", "otel.example.com, http://OTEL.example.com.:4317",
			"OTEL.Example.com., otel.example.com:4317", "' otel.example.com ', otel.example.com:4317",
			"*.example.com, a.b.example.com:4317", "*.lan, collector.lan:4317", "collector, collector.:4317",
			"203.0.113.7, 203.0.113.7:4317", "100.64.0.0/10, 100.127.255.255:4317", "203.0.113.7/32, 203.0.113.7:4317",
			"0.0.0.0, 0.0.0.0:4317", "2001:db8::/32, [2001:DB8:1::1]:4317", "[2001:db8::1], [2001:db8:0::1]:4317",
			"2001:db8::1/128, [2001:db8::1]:4317", "203.0.113.0/25, [::ffff:203.0.113.7]:4317" })
	void andToThoseThatTheUserLists(String listed, String endpoint) {
		assertThatCode(() -> require(endpoint, "other.example.com", listed)).doesNotThrowAnyException();
	}

	@ParameterizedTest
	@CsvSource({ "otel.example.com, a.otel.example.com:4317", "otel.example.com, otel.example.com.evil.com:4317",
			"*.example.com, example.com:4317", "*.example.com, badexample.com:4317", "100.64.0.0/10, 100.128.0.1:4317",
			"203.0.113.7, 203.0.113.8:4317", "203.0.113.0/25, 203.0.113.128:4317", "2001:db8::/32, [2001:db9::1]:4317",
			"8.8.8.8, 134744072:4317", "::/1, 8.8.8.8:4317" })
	void andToNoMoreThanThat(String listed, String endpoint) {
		assertThatExceptionOfType(InvalidConfigurationException.class).isThrownBy(() -> require(endpoint, listed))
			.withMessageContaining(REFUSED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "*", "*.", "", " ", "**.example.com", "a*.example.com", "http://otel.example.com",
			"otel.example.com:4317", "203.0.113.0/33", "203.0.113.0/0", "::/0", "2001:db8::/129", "203.0.113.0/",
			"203.0.113.0/08", "203.0.113.0/-1", "otel.example.com/8", "203.0.113", "0x08080808", "134744072", "*.1",
			"a..b", "-a", "[::1", "2001:db8::g", "user@otel.example.com" })
	void anEntryThatIsNoHostIsAnError(String entry) {
		assertThatExceptionOfType(InvalidConfigurationException.class)
			.isThrownBy(() -> require("localhost:4317", entry))
			.withMessageStartingWith("tracing.exporter.otlp.plaintext-hosts has the entry '" + entry + "'");
	}

	@Test
	void aRefusalSaysWhatWhyAndThreeWaysOut() {
		FailureAnalysis analysis = analyze("http://otel.example.com:4318/v1/traces?key=s3cret");
		assertThat(analysis.getDescription()).isEqualTo("tracing.exporter.otlp.endpoint is "
				+ "'http://otel.example.com:4318', so spans would leave this machine or its private network "
				+ "unencrypted: otel.example.com is a name that does not say that it is local");
		assertThat(String.valueOf(analysis.getAction()).lines().filter(StringUtils::hasText)).containsExactly(
				"Do one of these:",
				"    - Encrypt: set tracing.exporter.otlp.endpoint to https://otel.example.com:4318"
						+ " (for certificates of your own: tracing.exporter.otlp.ssl.*).",
				"    - Send to a collector beside the application, for example http://localhost:4317,"
						+ " and let that one encrypt.",
				"    - If the way there is private all the same, list the host:"
						+ " tracing.exporter.otlp.plaintext-hosts=otel.example.com");
	}

	@Test
	void theWaysOutLeadOut() {
		assertThatCode(() -> require("https://203.0.113.7:4317")).doesNotThrowAnyException();
		assertThatCode(() -> require("http://[2001:db8::1]:4317", "[2001:db8::1]")).doesNotThrowAnyException();
		assertThat(analyze("[2001:db8::1]:4317").getAction()).contains("to https://[2001:db8::1]:4317 ")
			.contains("plaintext-hosts=[2001:db8::1]");
	}

	private static FailureAnalysis analyze(String endpoint) {
		InvalidConfigurationException refusal = catchThrowableOfType(InvalidConfigurationException.class,
				() -> require(endpoint));
		List<FailureAnalyzer> analyzers = SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class, (type, name, failure) -> {
				// those of others want more than a constructor
			});
		return analyzers.stream()
			.filter((analyzer) -> analyzer.getClass().getName().startsWith("io.github.tracingboot."))
			.map((analyzer) -> analyzer.analyze(refusal))
			.findFirst()
			.orElseThrow();
	}

	private static void require(String endpoint, String... listed) {
		PlaintextHosts.of(List.of(listed)).require(OtlpTarget.of(endpoint, null));
	}

}
