package io.github.tracingboot.annotation;

import java.lang.reflect.Type;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.util.ReflectionUtils;

/** Keeps what expressions read of arguments and return values. */
final class TracedHints implements BeanRegistrationAotProcessor {

	@Override
	public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean bean) {
		Class<?> type = bean.getBeanClass();
		if (!TracedAnnotations.mentionedBy(type)) {
			return null;
		}
		Set<Type> read = new LinkedHashSet<>(Set.of(type));
		TracedMethodReader reader = new TracedMethodReader(null);
		ReflectionUtils.doWithMethods(type, (method) -> {
			TracedMethod traced = reader.read(method, type);
			if (traced != null && !traced.attributes().isEmpty()) {
				Collections.addAll(read, method.getGenericParameterTypes());
				read.add(method.getGenericReturnType());
			}
		}, ReflectionUtils.USER_DECLARED_METHODS);
		return (generation, code) -> new BindingReflectionHintsRegistrar()
			.registerReflectionHints(generation.getRuntimeHints().reflection(), read.toArray(new Type[0]));
	}

}
