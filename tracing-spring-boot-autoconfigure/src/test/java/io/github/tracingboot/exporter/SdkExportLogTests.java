package io.github.tracingboot.exporter;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SdkExportLogTests {

	private final Logger logger = Logger.getLogger("io.opentelemetry.exporter.internal.http.HttpExporter");

	private final Published published = new Published();

	@BeforeEach
	void listen() {
		this.logger.setFilter(null);
		this.logger.addHandler(this.published);
	}

	@AfterEach
	void leave() {
		this.logger.removeHandler(this.published);
		this.logger.setFilter(null);
	}

	@Test
	void whatIsSaidOfFailedSpansIsHeardOnceAndNotLogged() {
		SdkExportLog.silence();
		this.logger.log(Level.SEVERE, "Failed to export spans. Server is UNAVAILABLE.");
		assertThat(SdkExportLog.heard()).isEqualTo("Server is UNAVAILABLE.");
		assertThat(SdkExportLog.heard()).isNull();
		assertThat(this.published.messages).isEmpty();
	}

	@Test
	void noiseAboutTheNoiseIsNotLogged() {
		SdkExportLog.silence();
		this.logger.warning("Too many log messages detected. Will only log once per minute from now on.");
		this.logger.warning("Failed to read response body");
		assertThat(this.published.messages).isEmpty();
	}

	@Test
	void theSdksOtherExportersAreStillLogged() {
		SdkExportLog.silence();
		this.logger.warning("Failed to export metrics. Server responded with HTTP status code 500.");
		this.logger.log(Level.WARNING, (String) null);
		assertThat(this.published.messages).hasSize(2);
	}

	@Test
	void aFilterThatIsThereStaysAndOursIsAddedOnce() {
		this.logger.setFilter((message) -> !message.getMessage().contains("secret"));
		SdkExportLog.silence();
		Object ours = this.logger.getFilter();
		SdkExportLog.silence();
		assertThat(this.logger.getFilter()).isSameAs(ours);
		this.logger.warning("Failed to export spans. x");
		this.logger.warning("secret");
		this.logger.warning("open");
		assertThat(this.published.messages).containsExactly("open");
	}

	private static final class Published extends Handler {

		private final List<String> messages = new ArrayList<>();

		@Override
		public void publish(LogRecord message) {
			this.messages.add(String.valueOf(message.getMessage()));
		}

		@Override
		public void flush() {
		}

		@Override
		public void close() {
		}

	}

}
