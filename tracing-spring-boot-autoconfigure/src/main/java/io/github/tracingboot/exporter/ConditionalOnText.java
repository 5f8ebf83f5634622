package io.github.tracingboot.exporter;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * Matches where a property has text. Blank, as from a variable that is not set, is none.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Conditional(ConditionalOnText.OnText.class)
@interface ConditionalOnText {

	/** The property. */
	String value();

	final class OnText extends SpringBootCondition {

		@Override
		public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
			String property = metadata.getAnnotations().get(ConditionalOnText.class).getString(MergedAnnotation.VALUE);
			ConditionMessage.Builder message = ConditionMessage.forCondition(ConditionalOnText.class);
			return StringUtils.hasText(context.getEnvironment().getProperty(property))
					? ConditionOutcome.match(message.because(property + " is set"))
					: ConditionOutcome.noMatch(message.because(property + " is not set"));
		}

	}

}
