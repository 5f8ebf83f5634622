package io.github.tracingboot.exporter;

import io.opentelemetry.sdk.trace.export.SpanExporter;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * Matches where there is an endpoint, unless OTLP is off or the application has an OTLP
 * exporter of OpenTelemetry's as a bean. There are two classes of them, and to look for
 * each would take all beans twice.
 */
final class OnOtlpCondition extends SpringBootCondition implements ConfigurationCondition {

	private static final String ENABLED = OtlpProperties.PREFIX + ".enabled";

	private static final String THEIRS = "io.opentelemetry.exporter.otlp.";

	@Override
	public ConfigurationPhase getConfigurationPhase() {
		return ConfigurationPhase.REGISTER_BEAN;
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("OTLP");
		Environment environment = context.getEnvironment();
		// Blank, as from a variable that is not set, is none.
		if (!StringUtils.hasText(environment.getProperty(OtlpTarget.PROPERTY))) {
			return ConditionOutcome.noMatch(message.because(OtlpTarget.PROPERTY + " is not set"));
		}
		if (!environment.getProperty(ENABLED, Boolean.class, Boolean.TRUE)) {
			return ConditionOutcome.noMatch(message.because(ENABLED + " is false"));
		}
		ConfigurableListableBeanFactory beans = context.getBeanFactory();
		if (beans != null) {
			for (String name : beans.getBeanNamesForType(SpanExporter.class, true, false)) {
				Class<?> type = beans.getType(name, false);
				if (type != null && type.getName().startsWith(THEIRS)) {
					return ConditionOutcome.noMatch(message.because("the bean '" + name + "' is one"));
				}
			}
		}
		return ConditionOutcome.match(message.because(OtlpTarget.PROPERTY + " is set"));
	}

}
