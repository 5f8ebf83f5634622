package io.github.tracingboot.annotation;

import java.util.List;
import java.util.Map;

import io.github.tracingboot.core.SpanErrors;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;

/**
 * What holds for every span that is made here.
 *
 * @param exceptionDetail how much of an exception is recorded
 * @param attributesBeforeSampling whether samplers get to see the attributes
 */
record SpanSettings(SpanErrors.Detail exceptionDetail, boolean attributesBeforeSampling) {

	static final SpanSettings DEFAULTS = new SpanSettings(SpanErrors.Detail.FULL, false);

	private static final Bindable<List<Map<String, Object>>> RULES = Bindable.of(ResolvableType
		.forClassWithGenerics(List.class, ResolvableType.forClassWithGenerics(Map.class, String.class, Object.class)));

	static SpanSettings of(Environment environment) {
		Binder binder = Binder.get(environment);
		// One by one: a whole record is bound anyway, but later than this.
		return new SpanSettings(
				binder.bind("tracing.annotation.exception-detail", SpanErrors.Detail.class)
					.orElse(DEFAULTS.exceptionDetail),
				binder.bind("tracing.annotation.attributes-before-sampling", Boolean.class)
					.orElseGet(() -> rulesWantAttributes(binder)));
	}

	private static boolean rulesWantAttributes(Binder binder) {
		return binder.bind("tracing.sampling.rules", RULES)
			.orElse(List.of())
			.stream()
			.anyMatch((rule) -> rule.containsKey("attributes"));
	}

}
