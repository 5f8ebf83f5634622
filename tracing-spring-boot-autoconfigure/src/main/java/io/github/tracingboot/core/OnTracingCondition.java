package io.github.tracingboot.core;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.ClassUtils;

final class OnTracingCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		MergedAnnotation<ConditionalOnTracing> annotation = metadata.getAnnotations().get(ConditionalOnTracing.class);
		String feature = annotation.getString("value");
		Environment environment = context.getEnvironment();
		ConditionMessage.Builder message = ConditionMessage.forCondition(ConditionalOnTracing.class);
		if (isOff(environment, "tracing.enabled")) {
			return ConditionOutcome.noMatch(message.because("tracing.enabled is false"));
		}
		String property = "tracing." + feature + ".enabled";
		if (!feature.isEmpty() && isOff(environment, property)) {
			return ConditionOutcome.noMatch(message.because(property + " is false"));
		}
		boolean wanted = !feature.isEmpty() && environment.containsProperty(property);
		if (!annotation.getBoolean("besideAgent") && !wanted && isAgentAttached()) {
			return ConditionOutcome.noMatch(message.because("the OpenTelemetry java agent does it"));
		}
		return ConditionOutcome.match(message.because("tracing is on"));
	}

	/** The agent's archive is appended to the class path when it attaches. */
	private static boolean isAgentAttached() {
		return ClassUtils.isPresent("io.opentelemetry.javaagent.OpenTelemetryAgent",
				ClassLoader.getSystemClassLoader());
	}

	private static boolean isOff(Environment environment, String property) {
		return !environment.getProperty(property, Boolean.class, Boolean.TRUE);
	}

}
