package io.github.tracingboot.rpc;

import java.util.List;
import java.util.function.Supplier;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapPropagator;

import org.springframework.util.PatternMatchUtils;

/** Makes a span of each call that comes in, which continues the caller's trace. */
final class ServerTracingInterceptor implements ServerInterceptor {

	private final Supplier<Tracer> tracer;

	private final Supplier<TextMapPropagator> propagator;

	private final Supplier<List<String>> excluded;

	ServerTracingInterceptor(Supplier<Tracer> tracer, Supplier<TextMapPropagator> propagator,
			Supplier<List<String>> excluded) {
		this.tracer = tracer;
		this.propagator = propagator;
		this.excluded = excluded;
	}

	@Override
	public <Q, R> ServerCall.Listener<Q> interceptCall(ServerCall<Q, R> call, Metadata headers,
			ServerCallHandler<Q, R> next) {
		String name = call.getMethodDescriptor().getFullMethodName();
		for (String pattern : this.excluded.get()) {
			if (PatternMatchUtils.simpleMatch(pattern, name)) {
				return next.startCall(call, headers);
			}
		}
		Context parent = parent(headers);
		SpanBuilder builder = this.tracer.get().spanBuilder(name).setSpanKind(SpanKind.SERVER).setParent(parent);
		RpcAttributes.describe(builder, call.getMethodDescriptor(), Authority.of(call.getAuthority()));
		Span span = builder.startSpan();
		if (span.isRecording()) {
			RpcAttributes.describePeer(span, call.getAttributes());
		}
		ServedCall served = new ServedCall(span, parent.with(span));
		try (Scope scope = served.context().makeCurrent()) {
			return new TracedListener<>(next.startCall(new TracedCall<>(call, served), headers), served);
		}
		catch (Throwable ex) {
			served.thrown(ex);
			throw ex;
		}
	}

	private Context parent(Metadata headers) {
		// From the root: whatever is current on the server's thread is not the caller.
		try {
			return this.propagator.get().extract(Context.root(), headers, MetadataCarrier.INSTANCE);
		}
		catch (RuntimeException ex) {
			return Context.root();
		}
	}

	private static final class TracedCall<Q, R> extends SimpleForwardingServerCall<Q, R> {

		private final ServedCall served;

		TracedCall(ServerCall<Q, R> call, ServedCall served) {
			super(call);
			this.served = served;
		}

		@Override
		public void close(Status status, Metadata trailers) {
			try {
				super.close(status, trailers);
			}
			finally {
				this.served.closed(status);
			}
		}

	}

	private static final class TracedListener<Q> extends SimpleForwardingServerCallListener<Q> {

		private final ServedCall served;

		TracedListener(ServerCall.Listener<Q> listener, ServedCall served) {
			super(listener);
			this.served = served;
		}

		@Override
		public void onMessage(Q message) {
			this.served.run(() -> super.onMessage(message));
		}

		@Override
		public void onHalfClose() {
			this.served.run(super::onHalfClose);
		}

		@Override
		public void onReady() {
			this.served.run(super::onReady);
		}

		@Override
		public void onComplete() {
			try {
				this.served.run(super::onComplete);
			}
			finally {
				this.served.closed(Status.OK);
			}
		}

		@Override
		public void onCancel() {
			try {
				this.served.run(super::onCancel);
			}
			finally {
				this.served.cancelled();
			}
		}

	}

}
