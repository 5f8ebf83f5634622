package io.github.tracingboot.exporter;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * Matches where spans go to a file. A blank path, as from a variable that is not set, is
 * none.
 */
final class OnFileCondition extends SpringBootCondition {

	private static final String PATH = "tracing.exporter.file.path";

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		boolean set = StringUtils.hasText(context.getEnvironment().getProperty(PATH));
		return new ConditionOutcome(set,
				ConditionMessage.forCondition("File").because(PATH + " is " + (set ? "set" : "not set")));
	}

}
