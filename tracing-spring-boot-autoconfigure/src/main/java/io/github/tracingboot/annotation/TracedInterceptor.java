package io.github.tracingboot.annotation;

import java.lang.reflect.Method;
import java.util.function.Supplier;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import io.github.tracingboot.core.HandlerSpan;

import org.springframework.beans.BeansException;
import org.springframework.beans.factory.ObjectProvider;

/** Runs a traced method in its span. Allocates nothing that the span does not need. */
final class TracedInterceptor implements MethodInterceptor {

	private final ObjectProvider<Tracer> tracers;

	private final TracedMethodCache methods;

	private final TracedSpans spans;

	private volatile @Nullable Tracer tracer;

	TracedInterceptor(ObjectProvider<Tracer> tracers, TracedMethodCache methods, SpanSettings settings) {
		this.tracers = tracers;
		this.methods = methods;
		this.spans = new TracedSpans(settings);
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		Object target = invocation.getThis();
		Tracer tracer = findTracer();
		TracedMethodCache.Entry entry = this.methods.get(invocation.getMethod(), target);
		TracedMethod method = entry.method();
		if (tracer == null || method == null
		// A proxy around a proxy, as two proxy creators make it, is one call.
				|| (entry.proxy() && target != null && Reachability.isTraced(target))) {
			return invocation.proceed();
		}
		if (!method.opensSpan()) {
			return invokeInCurrent(method, invocation);
		}
		Context caller = Context.current();
		if (method.container() != null) {
			HandlerSpan handlerSpan = HandlerSpan.claim(caller, method.container());
			if (handlerSpan != null) {
				return invokeIn(handlerSpan, method, invocation);
			}
		}
		if (method.deferral() != null) {
			return invokeDeferred(tracer, method, method.deferral(), invocation);
		}
		Span span = this.spans.start(tracer, method, caller, target, invocation.getArguments());
		return (span != null) ? invokeIn(span, caller, method, invocation) : invocation.proceed();
	}

	private @Nullable Object invokeIn(Span span, Context caller, TracedMethod method, MethodInvocation invocation)
			throws Throwable {
		Object result;
		try (Scope scope = caller.with(span).makeCurrent()) {
			result = invocation.proceed();
		}
		catch (Throwable ex) {
			this.spans.fail(span, method, ex);
			span.end();
			throw ex;
		}
		LateResult late = method.late();
		if (late != null && result != null) {
			return late.whenDone(result, (value, error) -> end(span, method, invocation, value, error));
		}
		end(span, method, invocation, result, null);
		return result;
	}

	/**
	 * The method only describes the work: it runs in the caller's context, and what it
	 * returned opens a span each time that it is subscribed to.
	 */
	private @Nullable Object invokeDeferred(Tracer tracer, TracedMethod method, Deferral deferral,
			MethodInvocation invocation) throws Throwable {
		Supplier<@Nullable Span> start = () -> this.spans.start(tracer, method, Context.current(), invocation.getThis(),
				invocation.getArguments());
		if (deferral == Deferral.SUSPENDING) {
			start = CoroutineSpan.addTo(invocation).startedBy(start);
		}
		SpanEnd end = (span, value, error) -> end(span, method, invocation, value, error);
		Object result;
		try {
			result = invocation.proceed();
		}
		catch (Throwable ex) {
			Span span = start.get();
			if (span != null) {
				end.end(span, null, ex);
			}
			throw ex;
		}
		if (result == null) {
			return null;
		}
		return (deferral == Deferral.FLOW) ? TracedFlow.of(result, start, end) : TracedPublisher.of(result, start, end);
	}

	private void end(Span span, TracedMethod method, MethodInvocation invocation, @Nullable Object value,
			@Nullable Throwable error) {
		if (error != null) {
			this.spans.fail(span, method, error);
		}
		else {
			describeResult(span, method, invocation, value);
		}
		span.end();
	}

	private static @Nullable Object invokeIn(HandlerSpan span, TracedMethod method, MethodInvocation invocation)
			throws Throwable {
		if (method.namesContainerSpan()) {
			span.updateName(method.name());
		}
		try {
			TracedSpans.nameFunction(Span.current(), method);
			Object result = invokeInCurrent(method, invocation);
			if (method.late() != null || method.deferral() != null) {
				span.expectLater(method::expects);
			}
			return result;
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

	private static @Nullable Object invokeInCurrent(TracedMethod method, MethodInvocation invocation) throws Throwable {
		Span span = Span.current();
		if (!span.isRecording()) {
			return invocation.proceed();
		}
		method.attributes().describeCall(span, invocation.getThis(), invocation.getArguments());
		Object result = invocation.proceed();
		LateResult late = method.late();
		if (late != null && result != null && method.attributes().needResult()) {
			return late.whenDone(result, (value, error) -> describeResult(span, method, invocation, value));
		}
		if (method.deferral() == null) {
			describeResult(span, method, invocation, result);
		}
		return result;
	}

	private static void describeResult(Span span, TracedMethod method, MethodInvocation invocation,
			@Nullable Object value) {
		method.attributes().describeResult(span, invocation.getThis(), invocation.getArguments(), value);
	}

	TracedMethodCache.Entry known(Method method, Class<?> targetClass) {
		return this.methods.get(method, targetClass);
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

}
