package io.github.tracingboot.sampling;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.ResolvableType;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** There is something to keep. */
final class OnKeepCondition extends SpringBootCondition {

	private static final String PREFIX = "tracing.sampling.keep.";

	private static final Bindable<List<Map<String, Object>>> RULES = Bindable.of(ResolvableType
		.forClassWithGenerics(List.class, ResolvableType.forClassWithGenerics(Map.class, String.class, Object.class)));

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		Binder binder = Binder.get(context.getEnvironment());
		boolean wanted = binder.bind(PREFIX + "errors", Boolean.class).orElse(false)
				|| binder.bind(PREFIX + "slower-than", Duration.class).isBound()
				|| binder.bind(PREFIX + "rules", RULES).isBound();
		return new ConditionOutcome(wanted,
				ConditionMessage.forCondition("Keep").because(wanted ? "something is kept" : "nothing is kept"));
	}

}
