package io.github.tracingboot.sample.work;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.github.tracingboot.annotation.Relation;
import io.github.tracingboot.annotation.Traced;

import org.springframework.core.annotation.AliasFor;

/** A step of an agent's work, with the name that it has in the trace. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Traced
public @interface AgentOperation {

	/**
	 * The operation's name.
	 * @return the name
	 */
	@AliasFor(annotation = Traced.class, attribute = "name")
	String value();

	/**
	 * What is to be seen of it, as in {@link Traced#attributes}.
	 * @return the attributes
	 */
	@AliasFor(annotation = Traced.class, attribute = "attributes")
	String[] attributes() default {};

	/**
	 * What it is to the trace that it is called in, as in {@link Traced#relation}.
	 * @return the relation
	 */
	@AliasFor(annotation = Traced.class, attribute = "relation")
	Relation relation() default Relation.CHILD;

}
