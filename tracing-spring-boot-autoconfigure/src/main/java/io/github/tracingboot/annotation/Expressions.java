package io.github.tracingboot.annotation;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.expression.BeanFactoryResolver;
import org.springframework.expression.Expression;
import org.springframework.expression.ParseException;
import org.springframework.expression.ParserContext;
import org.springframework.expression.common.CompositeStringExpression;
import org.springframework.expression.common.LiteralExpression;
import org.springframework.expression.spel.SpelCompilerMode;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.SpelParserConfiguration;
import org.springframework.expression.spel.ast.VariableReference;
import org.springframework.expression.spel.standard.SpelExpression;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.StandardEvaluationContext;

/** Parses the expressions of attributes, each once. */
final class Expressions {

	private final SpelExpressionParser parser;

	private final StandardEvaluationContext shared = new StandardEvaluationContext();

	Expressions(@Nullable BeanFactory beans) {
		ClassLoader loader = getClass().getClassLoader();
		this.parser = new SpelExpressionParser(new SpelParserConfiguration(SpelCompilerMode.MIXED, loader));
		if (beans != null) {
			this.shared.setBeanResolver(new BeanFactoryResolver(beans));
		}
		// Made on first use otherwise, by whichever threads come first.
		this.shared.getPropertyAccessors();
		this.shared.getMethodResolvers();
		this.shared.getConstructorResolvers();
	}

	/**
	 * Parses an expression.
	 * @param text the expression alone
	 * @param variables what its names stand for
	 * @return the value
	 * @throws ParseException if it is malformed
	 * @throws IllegalArgumentException if it has a name that stands for nothing
	 */
	ValueSource parse(String text, Variables variables) {
		return source(this.parser.parseExpression(text), variables);
	}

	/**
	 * Parses text with expressions in <code>#{...}</code>.
	 * @param text the text
	 * @param variables what the names in it stand for
	 * @return the value; of any type where all of the text is one expression
	 * @throws ParseException if it is malformed
	 * @throws IllegalArgumentException if it has a name that stands for nothing
	 */
	ValueSource parseTemplate(String text, Variables variables) {
		return source(this.parser.parseExpression(text, ParserContext.TEMPLATE_EXPRESSION), variables);
	}

	private ValueSource source(Expression expression, Variables variables) {
		if (expression instanceof LiteralExpression literal) {
			String text = literal.getExpressionString();
			return (target, arguments, result) -> text;
		}
		if (expression instanceof CompositeStringExpression composite) {
			List<ValueSource> parts = new ArrayList<>();
			for (Expression part : composite.getExpressions()) {
				parts.add(source(part, variables));
			}
			return (target, arguments, result) -> join(parts, target, arguments, result);
		}
		if (expression instanceof SpelExpression spel) {
			requireKnownNames(spel.getAST(), variables);
		}
		return PropertyPath.of(expression.getExpressionString(), variables,
				new ExpressionValue(expression, variables, this.shared));
	}

	private static void requireKnownNames(SpelNode node, Variables variables) {
		if (node instanceof VariableReference) {
			String name = node.toStringAST().substring(1);
			if (variables.find(name) == null) {
				throw new IllegalArgumentException("there is no parameter '" + name + "'");
			}
		}
		for (int i = 0; i < node.getChildCount(); i++) {
			requireKnownNames(node.getChild(i), variables);
		}
	}

	private static String join(List<ValueSource> parts, @Nullable Object target, @Nullable Object[] arguments,
			@Nullable Object result) {
		StringBuilder text = new StringBuilder();
		for (ValueSource part : parts) {
			Object value = part.value(target, arguments, result);
			text.append((value != null) ? value : "");
		}
		return text.toString();
	}

}
