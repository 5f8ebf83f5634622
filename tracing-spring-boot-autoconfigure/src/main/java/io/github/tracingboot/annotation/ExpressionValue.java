package io.github.tracingboot.annotation;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.expression.BeanResolver;
import org.springframework.expression.ConstructorResolver;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.Expression;
import org.springframework.expression.IndexAccessor;
import org.springframework.expression.MethodResolver;
import org.springframework.expression.OperatorOverloader;
import org.springframework.expression.PropertyAccessor;
import org.springframework.expression.TypeComparator;
import org.springframework.expression.TypeConverter;
import org.springframework.expression.TypeLocator;
import org.springframework.expression.TypedValue;

/** An expression in full, on the names of a method. */
record ExpressionValue(Expression expression, Variables variables, EvaluationContext shared) implements ValueSource {

	@Override
	public @Nullable Object value(@Nullable Object target, @Nullable Object[] arguments, @Nullable Object result) {
		return this.expression.getValue(new CallContext(this.variables, this.shared, target, arguments, result));
	}

	/**
	 * One call. Everything but its values is shared: a context of its own would have
	 * caches of its own, empty ones.
	 */
	static final class CallContext implements EvaluationContext {

		private final Variables variables;

		private final EvaluationContext shared;

		private final @Nullable Object target;

		private final @Nullable Object[] arguments;

		private final @Nullable Object result;

		CallContext(Variables variables, EvaluationContext shared, @Nullable Object target,
				@Nullable Object[] arguments, @Nullable Object result) {
			this.variables = variables;
			this.shared = shared;
			this.target = target;
			this.arguments = arguments;
			this.result = result;
		}

		@Override
		public TypedValue getRootObject() {
			Object root = value(this.variables.root());
			return (root != null) ? new TypedValue(root) : TypedValue.NULL;
		}

		@Override
		public @Nullable Object lookupVariable(String name) {
			ValueSource variable = this.variables.find(name);
			return (variable != null) ? value(variable) : null;
		}

		@Override
		public void setVariable(String name, @Nullable Object value) {
			throw new UnsupportedOperationException("An attribute changes nothing");
		}

		@Override
		public boolean isAssignmentEnabled() {
			return false;
		}

		// Newer versions of Spring ask for it.
		public boolean isCompilationSupported() {
			return true;
		}

		@Override
		public List<PropertyAccessor> getPropertyAccessors() {
			return this.shared.getPropertyAccessors();
		}

		@Override
		public List<IndexAccessor> getIndexAccessors() {
			return this.shared.getIndexAccessors();
		}

		@Override
		public List<ConstructorResolver> getConstructorResolvers() {
			return this.shared.getConstructorResolvers();
		}

		@Override
		public List<MethodResolver> getMethodResolvers() {
			return this.shared.getMethodResolvers();
		}

		@Override
		public @Nullable BeanResolver getBeanResolver() {
			return this.shared.getBeanResolver();
		}

		@Override
		public TypeLocator getTypeLocator() {
			return this.shared.getTypeLocator();
		}

		@Override
		public TypeConverter getTypeConverter() {
			return this.shared.getTypeConverter();
		}

		@Override
		public TypeComparator getTypeComparator() {
			return this.shared.getTypeComparator();
		}

		@Override
		public OperatorOverloader getOperatorOverloader() {
			return this.shared.getOperatorOverloader();
		}

		private @Nullable Object value(ValueSource source) {
			return source.value(this.target, this.arguments, this.result);
		}

	}

}
