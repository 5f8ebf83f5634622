package io.github.tracingboot.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.helpers.BasicMDCAdapter;
import org.slf4j.spi.MDCAdapter;

import org.springframework.core.OverridingClassLoader;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/** Whose place the adapter takes, and whose it does not. */
class CurrentSpanMdcAdapterInstallTests {

	private final LogbackMDCAdapter own = new LogbackMDCAdapter();

	@Test
	void takesThePlaceOfTheAdapterOnce() {
		inPlaceOf(this.own, this.own, () -> {
			int statuses = global().getStatusManager().getCount();
			assertThat(CurrentSpanMdcAdapter.install(LogFields.DEFAULTS)).isTrue();
			MDCAdapter adapter = MDC.getMDCAdapter();
			assertThat(adapter).isInstanceOf(CurrentSpanMdcAdapter.class).isSameAs(global().getMDCAdapter());
			assertThat(global().getStatusManager().getCount()).isEqualTo(statuses);
			MDC.put("a", "1");
			assertThat(this.own.get("a")).isEqualTo("1");
			assertThat(CurrentSpanMdcAdapter.install(LogFields.DEFAULTS)).isTrue();
			assertThat(MDC.getMDCAdapter()).isSameAs(adapter);
		});
	}

	@Test
	void leavesAnAdapterAloneThatLogbackDoesNotKnow() {
		LogbackMDCAdapter other = new LogbackMDCAdapter();
		inPlaceOf(other, this.own, () -> {
			assertThat(CurrentSpanMdcAdapter.install(LogFields.DEFAULTS)).isFalse();
			assertThat(MDC.getMDCAdapter()).isSameAs(other);
			assertThat(global().getMDCAdapter()).isSameAs(this.own);
		});
	}

	@Test
	void leavesAnAdapterAloneThatIsNotLogbacks() {
		MDCAdapter other = new BasicMDCAdapter();
		inPlaceOf(other, other, () -> {
			assertThat(CurrentSpanMdcAdapter.install(LogFields.DEFAULTS)).isFalse();
			assertThat(MDC.getMDCAdapter()).isSameAs(other).isSameAs(global().getMDCAdapter());
		});
	}

	/** Which would keep the classes of an application in memory that has stopped. */
	@Test
	void isNotHandedToAnSlf4jThatOutlivesTheApplication() {
		ClassLoader application = new OverridingClassLoader(getClass().getClassLoader()) {
			@Override
			protected boolean isEligibleForOverriding(String name) {
				return name.startsWith(LogFields.class.getPackageName());
			}
		};
		Class<?> fields = ClassUtils.resolveClassName(LogFields.class.getName(), application);
		Class<?> adapter = ClassUtils.resolveClassName(CurrentSpanMdcAdapter.class.getName(), application);
		inPlaceOf(this.own, this.own, () -> {
			Boolean installed = ReflectionTestUtils.invokeMethod(adapter, "install",
					ReflectionTestUtils.getField(fields, "DEFAULTS"));
			assertThat(installed).isFalse();
			assertThat(MDC.getMDCAdapter()).isSameAs(this.own).isSameAs(global().getMDCAdapter());
		});
	}

	/** With these adapters in SLF4J and in Logback, which get theirs back. */
	private static void inPlaceOf(MDCAdapter slf4j, MDCAdapter logback, Runnable test) {
		MDCAdapter before = MDC.getMDCAdapter();
		MDCAdapter logbacks = global().getMDCAdapter();
		CurrentSpanMdcAdapter.setAdapterOfSlf4j(slf4j);
		global().setMDCAdapter(logback);
		try {
			test.run();
		}
		finally {
			CurrentSpanMdcAdapter.setAdapterOfSlf4j(before);
			global().setMDCAdapter(logbacks);
		}
	}

	private static LoggerContext global() {
		return (LoggerContext) LoggerFactory.getILoggerFactory();
	}

}
