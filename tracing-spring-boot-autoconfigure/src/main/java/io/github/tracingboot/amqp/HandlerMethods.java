package io.github.tracingboot.amqp;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.amqp.core.MessageListener;
import org.springframework.amqp.rabbit.listener.adapter.HandlerAdapter;
import org.springframework.amqp.rabbit.listener.adapter.MessagingMessageListenerAdapter;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;
import org.springframework.util.ReflectionUtils;

/**
 * The methods that a container will call, known before it has called any. Spring AMQP has
 * them in private places, some of which have moved: where they are not found, the spans
 * lack what only the method tells.
 */
final class HandlerMethods {

	private static final Logger logger = LoggerFactory.getLogger(HandlerMethods.class);

	// By name: features do not import each other.
	private static final String TRACED = "io.github.tracingboot.annotation.Traced";

	private static final String RELATION = "relation";

	private final @Nullable MessagingMessageListenerAdapter listener;

	/** Of a class with several handlers, of which the payload decides. */
	private final @Nullable List<InvocableHandlerMethod> several;

	private final @Nullable InvocableHandlerMethod one;

	private HandlerMethods(@Nullable MessagingMessageListenerAdapter listener, @Nullable InvocableHandlerMethod one,
			@Nullable List<InvocableHandlerMethod> several) {
		this.listener = listener;
		this.one = one;
		this.several = several;
	}

	static HandlerMethods of(@Nullable MessageListener listener) {
		if (listener instanceof MessagingMessageListenerAdapter adapter) {
			try {
				return of(adapter);
			}
			catch (RuntimeException | ReflectiveOperationException ex) {
				logger.debug("The methods behind {} are not known", listener, ex);
			}
		}
		return new HandlerMethods(null, null, null);
	}

	@SuppressWarnings("unchecked")
	private static HandlerMethods of(MessagingMessageListenerAdapter listener) throws ReflectiveOperationException {
		Object adapter = Objects.requireNonNull(field(listener, "handlerAdapter"));
		InvocableHandlerMethod one = (InvocableHandlerMethod) field(adapter, "invokerHandlerMethod");
		Object delegating = (one == null) ? field(adapter, "delegatingHandler") : null;
		List<InvocableHandlerMethod> several = (delegating != null)
				? (List<InvocableHandlerMethod>) field(delegating, "handlers") : null;
		return new HandlerMethods(listener, one, several);
	}

	/** The relation that all of them ask for, nothing if they do not agree. */
	@Nullable Relation relation() {
		if (this.one != null) {
			return relation(this.one);
		}
		if (this.several == null || this.several.isEmpty()) {
			return null;
		}
		Relation first = relation(this.several.get(0));
		return this.several.stream().allMatch((each) -> relation(each) == first) ? first : null;
	}

	private static @Nullable Relation relation(InvocableHandlerMethod handler) {
		Relation ofMethod = relation(handler.getMethod());
		return (ofMethod != null) ? ofMethod : relation(handler.getBeanType());
	}

	private static @Nullable Relation relation(AnnotatedElement element) {
		for (MergedAnnotation<?> each : MergedAnnotations.from(element, SearchStrategy.TYPE_HIERARCHY)) {
			if (each.getType().getName().equals(TRACED)) {
				Object relation = each.getValue(RELATION).orElse(null);
				// The default does not stand against what is configured.
				return (relation != null && each.hasNonDefaultValue(RELATION)) ? Relation.valueOf(relation.toString())
						: null;
			}
		}
		return null;
	}

	/** Lets the span of a message last until an asynchronous result is there. */
	void awaitResults() {
		if (this.listener == null || !this.listener.isAsyncReplies()) {
			return;
		}
		if (this.several != null) {
			// They equal what they replace, as the keys of a map must.
			this.several.replaceAll(AwaitingHandlerMethod::of);
		}
		else if (this.one != null && !(this.one instanceof AwaitingHandlerMethod)) {
			replaceAdapter(this.listener, this.one);
		}
	}

	// The type of the setter's parameter has moved up to a superclass.
	private static void replaceAdapter(MessagingMessageListenerAdapter listener, InvocableHandlerMethod method) {
		try {
			Constructor<HandlerAdapter> constructor = HandlerAdapter.class.getConstructor(InvocableHandlerMethod.class);
			HandlerAdapter adapter = constructor.newInstance(AwaitingHandlerMethod.of(method));
			for (Method setter : MessagingMessageListenerAdapter.class.getMethods()) {
				if (setter.getName().equals("setHandlerAdapter")) {
					setter.invoke(listener, adapter);
				}
			}
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			logger.debug("The results of {} are not awaited", method, ex);
		}
	}

	private static @Nullable Object field(Object target, String name) throws ReflectiveOperationException {
		Field field = ReflectionUtils.findField(target.getClass(), name);
		if (field == null) {
			throw new NoSuchFieldException(name);
		}
		field.setAccessible(true);
		return field.get(target);
	}

}
