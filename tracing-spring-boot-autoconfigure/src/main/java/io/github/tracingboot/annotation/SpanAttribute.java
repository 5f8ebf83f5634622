package io.github.tracingboot.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;

/**
 * Puts an argument, or on a method the return value, on the span as an attribute: on the
 * span of {@link Traced @Traced}, or without that annotation on the span that is current
 * when the method is called.
 *
 * <p>
 * Text, booleans, integers and floating point numbers keep their type. An enum is its
 * name, a {@link java.time.Duration} is seconds as a floating point number, an
 * {@link java.time.Instant} is text in ISO 8601, an {@link java.util.Optional} is what it
 * holds; arrays and collections of these are lists. Other types are left out with a
 * warning unless {@link #asString} asks for their text. What is {@code null} or empty
 * like an {@code Optional} is left out.
 */
@Target({ ElementType.PARAMETER, ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface SpanAttribute {

	/**
	 * The attribute's name.
	 * @return the name; the parameter's when empty. For a return value it is required
	 */
	@AliasFor("name")
	String value() default "";

	/**
	 * The attribute's name.
	 * @return the name; the parameter's when empty. For a return value it is required
	 */
	@AliasFor("value")
	String name() default "";

	/**
	 * What to take of the value: a SpEL expression on it, for example
	 * {@code customer.name}.
	 * @return the expression; the value itself when empty
	 */
	String expression() default "";

	/**
	 * Whether a type that has no form as an attribute is put there as its
	 * {@link Object#toString() text}.
	 * @return whether any value may be turned into text, false by default
	 */
	boolean asString() default false;

}
