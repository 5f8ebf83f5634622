package io.github.tracingboot.exporter;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ExportFailureTests {

	@Test
	void theRootCauseComesFirst() {
		Throwable failure = new IOException("Failed to connect to localhost/127.0.0.1:4317",
				new ConnectException("Connection refused"));
		assertThat(ExportFailure.describe(failure, null))
			.isEqualTo("ConnectException: Connection refused (Failed to connect to localhost/127.0.0.1:4317)");
	}

	@Test
	void nothingIsSaidTwice() {
		assertThat(ExportFailure.describe(new UnknownHostException("nowhere"), null))
			.isEqualTo("UnknownHostException: nowhere");
		assertThat(ExportFailure.describe(new IllegalStateException(new IOException("reset")), null))
			.isEqualTo("IOException: reset");
		assertThat(ExportFailure.describe(new IllegalStateException(), null)).isEqualTo("IllegalStateException");
	}

	@Test
	void aServersWordsStayOnOneShortLine() {
		assertThat(ExportFailure.describe(new IOException("no\r\nINFO all is well" + "!".repeat(1000)), null))
			.startsWith("IOException: no INFO all is well!!!")
			.hasSizeLessThan(410);
	}

	@Test
	void noLineBreakOrTurnOfDirectionIsLeftAndNoCredentials() {
		assertThat(ExportFailure.describe(new IOException("a\u2028b\u202ec\u0085d"), null))
			.isEqualTo("IOException: a b c d");
		assertThat(ExportFailure.describe(new IOException("Failed: http://user:s3cret@host/x?q=a@b"), null))
			.isEqualTo("IOException: Failed: http://***@host/x?q=a@b");
	}

	@Test
	void aCircleOfCausesEnds() {
		Exception one = new Exception("one");
		Exception two = new Exception("two", one);
		one.initCause(two);
		assertThat(ExportFailure.describe(one, null)).contains("one");
	}

}
