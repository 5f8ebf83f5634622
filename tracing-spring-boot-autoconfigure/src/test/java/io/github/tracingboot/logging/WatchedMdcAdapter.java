package io.github.tracingboot.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.BasicMDCAdapter;
import org.slf4j.spi.MDCAdapter;

/** Says what is written to Logback's MDC. */
@SuppressWarnings("unchecked") // the raw map of Logback
final class WatchedMdcAdapter extends LogbackMDCAdapter {

	static void install() {
		install(new WatchedMdcAdapter());
	}

	/** One of another family, which is left alone. */
	static void installAnother() {
		install(new BasicMDCAdapter());
	}

	private static void install(MDCAdapter adapter) {
		CurrentSpanMdcAdapter.setAdapterOfSlf4j(adapter);
		LoggerContext logback = (LoggerContext) LoggerFactory.getILoggerFactory();
		logback.setMDCAdapter(adapter);
		// That it was set, which Spring Boot would print.
		logback.getStatusManager().clear();
	}

	@Override
	public void put(String key, String value) {
		System.out.println("written: " + key);
		super.put(key, value);
	}

	@Override
	public void remove(String key) {
		System.out.println("written: " + key);
		super.remove(key);
	}

}
