package io.github.tracingboot.exporter;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/** A blank endpoint, as from an unset variable, is none. */
final class OtlpEndpointCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("OTLP endpoint");
		if (!context.getEnvironment().getProperty("tracing.exporter.otlp.enabled", Boolean.class, true)) {
			return ConditionOutcome.noMatch(message.because("tracing.exporter.otlp.enabled is false"));
		}
		boolean given = StringUtils.hasText(context.getEnvironment().getProperty(OtlpTarget.PROPERTY));
		return given ? ConditionOutcome.match(message.because(OtlpTarget.PROPERTY + " is set"))
				: ConditionOutcome.noMatch(message.because(OtlpTarget.PROPERTY + " is not set"));
	}

}
