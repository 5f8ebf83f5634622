package io.github.tracingboot.core;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.ClassUtils;

final class OnTracingCondition extends SpringBootCondition {

	// Of each context, of which some twenty conditions ask for the same.
	private static final Map<BeanFactory, Map<String, Boolean>> OFF = Collections.synchronizedMap(new WeakHashMap<>());

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		MergedAnnotation<ConditionalOnTracing> annotation = metadata.getAnnotations().get(ConditionalOnTracing.class);
		String feature = annotation.getString("value");
		Environment environment = context.getEnvironment();
		ConditionMessage.Builder message = ConditionMessage.forCondition(ConditionalOnTracing.class);
		if (isOff(context, "tracing.enabled")) {
			return ConditionOutcome.noMatch(message.because("tracing.enabled is false"));
		}
		// What a feature is a part of is there in its name.
		for (int end = feature.indexOf('.'); end > 0; end = feature.indexOf('.', end + 1)) {
			String whole = property(feature.substring(0, end));
			if (isOff(context, whole)) {
				return ConditionOutcome.noMatch(message.because(whole + " is false"));
			}
		}
		String property = property(feature);
		if (!feature.isEmpty() && isOff(context, property)) {
			return ConditionOutcome.noMatch(message.because(property + " is false"));
		}
		if (annotation.getBoolean("onlyBesideAgent")) {
			return new ConditionOutcome(Agent.ATTACHED,
					message.because("the OpenTelemetry java agent is " + (Agent.ATTACHED ? "" : "not ") + "attached"));
		}
		if (Agent.ATTACHED && !annotation.getBoolean("besideAgent")
				&& (feature.isEmpty() || !environment.containsProperty(property))) {
			return ConditionOutcome.noMatch(message.because("the OpenTelemetry java agent does it"));
		}
		return ConditionOutcome.match(message.because("tracing is on"));
	}

	private static String property(String feature) {
		return "tracing." + feature + ".enabled";
	}

	private static boolean isOff(ConditionContext context, String property) {
		BeanFactory beans = context.getBeanFactory();
		Map<String, Boolean> known = (beans != null) ? OFF.computeIfAbsent(beans, (each) -> new ConcurrentHashMap<>())
				: new HashMap<>();
		Boolean off = known.get(property);
		if (off == null) {
			off = !context.getEnvironment().getProperty(property, Boolean.class, Boolean.TRUE);
			known.put(property, off);
		}
		return off;
	}

	/** Looked for once: each time it is not there, all of the class path is searched. */
	private static final class Agent {

		/** Its archive is appended to the class path when it attaches. */
		static final boolean ATTACHED = ClassUtils.isPresent("io.opentelemetry.javaagent.OpenTelemetryAgent",
				ClassLoader.getSystemClassLoader());

	}

}
