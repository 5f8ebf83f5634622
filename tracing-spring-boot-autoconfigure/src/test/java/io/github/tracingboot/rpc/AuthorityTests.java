package io.github.tracingboot.rpc;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class AuthorityTests {

	@ParameterizedTest
	@CsvSource({ "localhost:80,localhost,80", "localhost,localhost,-1", "[::1]:80,::1,80", "[::1],::1,-1",
			"fd00::1,fd00::1,-1", "stock:grpc,stock,-1" })
	void authorityIsHostAndPort(String authority, String host, int port) {
		assertThat(Authority.of(authority)).isEqualTo(new Authority(host, port));
	}

	@Test
	void nobodyIsNamed() {
		assertThat(Authority.of(null)).isEqualTo(new Authority(null, -1));
	}

}
