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

/**
 * Says so when the ids do not reach the MDC: OpenTelemetry ignores, without a word, who
 * wraps its context storage after the first use.
 */
final class LogCorrelationCheck implements ApplicationListener<ApplicationStartedEvent> {

	private static final Logger logger = LoggerFactory.getLogger(LogCorrelationCheck.class);

	private final String traceIdKey;

	LogCorrelationCheck(String traceIdKey) {
		this.traceIdKey = traceIdKey;
	}

	@Override
	public void onApplicationEvent(ApplicationStartedEvent event) {
		boolean found = LogCorrelationListener.isLogback() && CurrentSpanMdcAdapter.isInstalled(this.traceIdKey);
		if (!found && !idsReachTheMdc()) {
			logger.warn("Log lines will carry no trace ids: the context of OpenTelemetry was in use before the "
					+ "application started, another application in this JVM had them under other keys, "
					+ "or the logging library has no MDC or was given another one. Start no span before "
					+ "SpringApplication.run, or set tracing.logging.enabled=false.");
		}
	}

	private boolean idsReachTheMdc() {
		SpanContext probe = SpanContext.create("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331",
				TraceFlags.getDefault(), TraceState.getDefault());
		try (Scope scope = Context.root().with(Span.wrap(probe)).makeCurrent()) {
			return probe.getTraceId().equals(MDC.get(this.traceIdKey));
		}
	}

}
