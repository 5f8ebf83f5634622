package io.github.tracingboot.amqp;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Method;

import org.aopalliance.aop.Advice;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.ProxyMethodInvocation;

/**
 * An advice that retries by calling the rest of the chain again although a chain can be
 * called only once: its further attempts go straight to the listener, past all advices
 * behind it. What those do stays as it is; only the attempts are shown.
 *
 * @param retry the advice
 * @param attempts what shows an attempt, also the last of the chain
 */
record RepeatedAttempts(MethodInterceptor retry, AttemptInterceptor attempts) implements MethodInterceptor {

	// By name: it is there from Spring AMQP 4.0 on, and not public.
	private static final String NAME = "org.springframework.amqp.rabbit.config.StatelessRetryOperationsInterceptor";

	static Advice of(Advice advice, AttemptInterceptor attempts) {
		return (advice instanceof MethodInterceptor retry && advice.getClass().getName().equals(NAME))
				? new RepeatedAttempts(retry, attempts) : advice;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		return this.retry.invoke((invocation instanceof ProxyMethodInvocation repeatable)
				? new Repeated(repeatable, this.attempts) : invocation);
	}

	private static final class Repeated implements ProxyMethodInvocation {

		private final ProxyMethodInvocation invocation;

		private final AttemptInterceptor attempts;

		private boolean again;

		Repeated(ProxyMethodInvocation invocation, AttemptInterceptor attempts) {
			this.invocation = invocation;
			this.attempts = attempts;
		}

		@Override
		public @Nullable Object proceed() throws Throwable {
			if (this.again) {
				return this.attempts.invoke(this.invocation);
			}
			this.again = true;
			return this.invocation.proceed();
		}

		@Override
		public Object getProxy() {
			return this.invocation.getProxy();
		}

		@Override
		public MethodInvocation invocableClone() {
			return this.invocation.invocableClone();
		}

		@Override
		public MethodInvocation invocableClone(@Nullable Object... arguments) {
			return this.invocation.invocableClone(arguments);
		}

		@Override
		public void setArguments(@Nullable Object... arguments) {
			this.invocation.setArguments(arguments);
		}

		@Override
		public void setUserAttribute(String key, @Nullable Object value) {
			this.invocation.setUserAttribute(key, value);
		}

		@Override
		public @Nullable Object getUserAttribute(String key) {
			return this.invocation.getUserAttribute(key);
		}

		@Override
		public Method getMethod() {
			return this.invocation.getMethod();
		}

		@Override
		public @Nullable Object[] getArguments() {
			return this.invocation.getArguments();
		}

		@Override
		public @Nullable Object getThis() {
			return this.invocation.getThis();
		}

		@Override
		public AccessibleObject getStaticPart() {
			return this.invocation.getStaticPart();
		}

	}

}
