package io.github.tracingboot.annotation;

import java.lang.reflect.Method;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import io.github.tracingboot.core.HandlerSpan;
import io.github.tracingboot.core.SpanErrors;

import org.springframework.aop.Advisor;
import org.springframework.aop.framework.Advised;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.ObjectProvider;

/** Runs a traced method in its span. Allocates nothing that the span does not need. */
final class TracedInterceptor implements MethodInterceptor {

	private final ObjectProvider<Tracer> tracers;

	private final ConcurrentMap<Method, Resolved> resolved = new ConcurrentHashMap<>();

	private volatile @Nullable Tracer tracer;

	TracedInterceptor(ObjectProvider<Tracer> tracers) {
		this.tracers = tracers;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		Object target = invocation.getThis();
		Tracer tracer = findTracer();
		TracedMethod method = resolve(invocation.getMethod(), target);
		if (tracer == null || method == null || (target instanceof Advised proxy && isTraced(proxy))) {
			return invocation.proceed();
		}
		if (method.container() != null) {
			HandlerSpan handlerSpan = HandlerSpan.claim(Context.current(), method.container());
			if (handlerSpan != null) {
				return invokeIn(handlerSpan, method, invocation);
			}
		}
		Span span = tracer.spanBuilder(method.name()).setSpanKind(method.kind()).startSpan();
		try (Scope scope = span.makeCurrent()) {
			return invocation.proceed();
		}
		catch (Throwable ex) {
			if (!method.expects(ex)) {
				SpanErrors.record(span, ex);
			}
			throw ex;
		}
		finally {
			span.end();
		}
	}

	private static @Nullable Object invokeIn(HandlerSpan span, TracedMethod method, MethodInvocation invocation)
			throws Throwable {
		if (method.namesContainerSpan()) {
			span.updateName(method.name());
		}
		try {
			return invocation.proceed();
		}
		catch (Throwable ex) {
			if (method.expects(ex)) {
				span.expect(ex);
			}
			throw ex;
		}
		finally {
			span.release();
		}
	}

	/** Fails at startup what would otherwise only be missing later. */
	void requireTracer() {
		this.tracer = this.tracers.getObject();
	}

	private @Nullable Tracer findTracer() {
		Tracer tracer = this.tracer;
		return (tracer != null) ? tracer : findTracerDuringStartup();
	}

	private @Nullable Tracer findTracerDuringStartup() {
		try {
			requireTracer();
			return this.tracer;
		}
		catch (BeansException ex) {
			// A sampler or exporter calls the method while the tracer is made out of it.
			return null;
		}
	}

	/** A proxy around a proxy, as two proxy creators make it, is one call to the user. */
	private static boolean isTraced(Advised proxy) {
		for (Advisor advisor : proxy.getAdvisors()) {
			if (advisor instanceof TracedAdvisor) {
				return true;
			}
		}
		return false;
	}

	private @Nullable TracedMethod resolve(Method method, @Nullable Object target) {
		Class<?> targetClass = (target != null) ? target.getClass() : method.getDeclaringClass();
		// By the method, of which a proxy has one instance: a key of both would be made
		// per call.
		Resolved first = this.resolved.get(method);
		for (Resolved candidate = first; candidate != null; candidate = candidate.next()) {
			if (candidate.targetClass() == targetClass) {
				return candidate.method();
			}
		}
		TracedMethod found = TracedMethod.find(method, targetClass);
		this.resolved.compute(method, (key, next) -> new Resolved(targetClass, found, next));
		return found;
	}

	private record Resolved(Class<?> targetClass, @Nullable TracedMethod method, @Nullable Resolved next) {
	}

}
