package io.github.tracingboot.logging;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Says so when the ids do not reach the MDC: OpenTelemetry ignores, without a word, who
 * wraps its context storage after the first use.
 */
final class LogCorrelationCheck implements ApplicationListener<ApplicationStartedEvent> {

	private static final String AGENT = "io.opentelemetry.javaagent.OpenTelemetryAgent";

	private static final Logger logger = LoggerFactory.getLogger(LogCorrelationCheck.class);

	@Override
	public void onApplicationEvent(ApplicationStartedEvent event) {
		Environment environment = event.getApplicationContext().getEnvironment();
		if (!LogCorrelationListener.isOn(environment, "tracing.enabled")
				|| !LogCorrelationListener.isOn(environment, "tracing.logging.enabled")) {
			return;
		}
		String traceIdKey = LogFields.traceIdKey(environment);
		boolean found = LogCorrelationListener.isLogback() && CurrentSpanMdcAdapter.isInstalled(traceIdKey);
		// The OpenTelemetry java agent has a storage, and a way to the MDC, of its own.
		if (!found && !reachesTheMdc(traceIdKey) && !ClassUtils.isPresent(AGENT, ClassLoader.getSystemClassLoader())) {
			logger.warn("Log lines will carry no trace ids: the context of OpenTelemetry was in use before the "
					+ "application started, another application in this JVM had them under other keys, "
					+ "or the logging library has no MDC or was given another one. Start no span before "
					+ "SpringApplication.run, or set tracing.logging.enabled=false.");
		}
	}

	private static boolean reachesTheMdc(String traceIdKey) {
		SpanContext probe = SpanContext.create("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331",
				TraceFlags.getDefault(), TraceState.getDefault());
		try (Scope scope = Context.root().with(Span.wrap(probe)).makeCurrent()) {
			return probe.getTraceId().equals(MDC.get(traceIdKey));
		}
	}

}
