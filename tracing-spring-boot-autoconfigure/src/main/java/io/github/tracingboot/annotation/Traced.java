package io.github.tracingboot.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.opentelemetry.api.trace.SpanKind;

import org.springframework.core.annotation.AliasFor;

/**
 * Runs the method in a span of its own, which is current while it runs.
 *
 * <p>
 * Whatever the method throws is recorded on the span, which then has the status ERROR,
 * and is rethrown unchanged. The span has the attribute {@code code.function.name}. On a
 * method that a message container or web server calls, such as a {@code @RabbitListener}
 * or {@code @GetMapping} method, no second span is made: the name goes to the span that
 * is there, for a web server only where the annotation has one.
 *
 * <p>
 * On a type it stands for each of its public methods except those of {@link Object}, and
 * for those of its subtypes; on a method it wins over the type. The bean is proxied, so a
 * private, final or static method is not traced, and neither is a call from within the
 * same object.
 */
@Target({ ElementType.METHOD, ElementType.TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
public @interface Traced {

	/**
	 * The span's name.
	 * @return the name; {@code Class.method} when empty
	 */
	@AliasFor("name")
	String value() default "";

	/**
	 * The span's name.
	 * @return the name; {@code Class.method} when empty
	 */
	@AliasFor("value")
	String name() default "";

	/**
	 * The span's kind; without meaning where the span of a container is named.
	 * @return the kind, {@link SpanKind#INTERNAL} by default
	 */
	SpanKind kind() default SpanKind.INTERNAL;

	/**
	 * How the span stands to the current one; on a listener method, how the process span
	 * stands to the message's.
	 * @return the relation, {@link Relation#CHILD} by default
	 */
	Relation relation() default Relation.CHILD;

	/**
	 * Attributes of the span, each {@code name=value}. The value is text, in which
	 * <code>#{...}</code> is a SpEL expression with the parameters by name, for example
	 * <code>order.id=#{#order.id}</code>, and the return value as {@code #result}. A
	 * value that is one expression keeps its type, as with {@link SpanAttribute}.
	 * @return the attributes, none by default
	 */
	String[] attributes() default {};

	/**
	 * Exceptions that belong to the normal course of the method: neither they nor their
	 * subclasses are recorded or make the span an error.
	 * @return the expected types, none by default
	 */
	Class<? extends Throwable>[] expected() default {};

}
