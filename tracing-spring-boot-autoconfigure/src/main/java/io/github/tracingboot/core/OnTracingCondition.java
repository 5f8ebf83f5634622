package io.github.tracingboot.core;

import java.util.Map;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

final class OnTracingCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		Map<String, Object> attributes = metadata.getAnnotationAttributes(ConditionalOnTracing.class.getName());
		Object feature = (attributes != null) ? attributes.get("value") : "";
		Environment environment = context.getEnvironment();
		ConditionMessage.Builder message = ConditionMessage.forCondition(ConditionalOnTracing.class);
		if (isOff(environment, "tracing.enabled")) {
			return ConditionOutcome.noMatch(message.because("tracing.enabled is false"));
		}
		String property = "tracing." + feature + ".enabled";
		if (!"".equals(feature) && isOff(environment, property)) {
			return ConditionOutcome.noMatch(message.because(property + " is false"));
		}
		return ConditionOutcome.match(message.because("tracing is on"));
	}

	private static boolean isOff(Environment environment, String property) {
		return !environment.getProperty(property, Boolean.class, Boolean.TRUE);
	}

}
