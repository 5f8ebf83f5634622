package io.github.tracingboot.rpc;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapPropagator;
import org.jspecify.annotations.Nullable;

import io.github.tracingboot.core.InternalHosts;
import io.github.tracingboot.core.SpanErrors;

/** Makes a span of each call that goes out and sends its context along. */
final class ClientTracingInterceptor implements ClientInterceptor {

	private final Supplier<Tracer> tracer;

	private final Supplier<TextMapPropagator> propagator;

	ClientTracingInterceptor(Supplier<Tracer> tracer, Supplier<TextMapPropagator> propagator) {
		this.tracer = tracer;
		this.propagator = propagator;
	}

	@Override
	public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
		String addressed = options.getAuthority();
		Authority authority = Authority.of((addressed != null) ? addressed : next.authority());
		return new TracedCall<>(next.newCall(method, options), method, authority);
	}

	private final class TracedCall<Q, R> extends SimpleForwardingClientCall<Q, R> {

		private final MethodDescriptor<Q, R> method;

		private final Authority authority;

		TracedCall(ClientCall<Q, R> call, MethodDescriptor<Q, R> method, Authority authority) {
			super(call);
			this.method = method;
			this.authority = authority;
		}

		// A call that is never started has no span.
		@Override
		public void start(Listener<R> listener, Metadata headers) {
			Context caller = Context.current();
			SpanBuilder builder = ClientTracingInterceptor.this.tracer.get()
				.spanBuilder(this.method.getFullMethodName())
				.setSpanKind(SpanKind.CLIENT)
				.setParent(caller);
			RpcAttributes.describe(builder, this.method, this.authority);
			Span span = builder.startSpan();
			Context context = caller.with(span);
			TracedListener<R> traced = new TracedListener<>(listener, this, span, caller);
			try (Scope scope = context.makeCurrent()) {
				inject(context, headers);
				super.start(traced, headers);
			}
			catch (Throwable ex) {
				traced.fail(ex);
				throw ex;
			}
		}

		private void inject(Context context, Metadata headers) {
			String host = this.authority.host();
			Context sent = (host != null) ? InternalHosts.sentTo(context, host) : context;
			Failures.guard(() -> ClientTracingInterceptor.this.propagator.get()
				.inject(sent, headers, MetadataCarrier.INSTANCE));
		}

	}

	/** What the caller does with an answer is the caller's, not the call's. */
	private static final class TracedListener<R> extends SimpleForwardingClientCallListener<R> {

		private final ClientCall<?, ?> call;

		private final Span span;

		private final Context caller;

		private final AtomicBoolean ended = new AtomicBoolean();

		TracedListener(ClientCall.Listener<R> listener, ClientCall<?, ?> call, Span span, Context caller) {
			super(listener);
			this.call = call;
			this.span = span;
			this.caller = caller;
		}

		void fail(Throwable error) {
			if (this.ended.compareAndSet(false, true)) {
				SpanErrors.record(this.span, error);
				this.span.end();
			}
		}

		@Override
		public void onHeaders(Metadata headers) {
			try (Scope scope = this.caller.makeCurrent()) {
				super.onHeaders(headers);
			}
		}

		@Override
		public void onMessage(R message) {
			try (Scope scope = this.caller.makeCurrent()) {
				super.onMessage(message);
			}
		}

		@Override
		public void onReady() {
			try (Scope scope = this.caller.makeCurrent()) {
				super.onReady();
			}
		}

		@Override
		public void onClose(Status status, @Nullable Metadata trailers) {
			if (this.ended.compareAndSet(false, true)) {
				Failures.guard(() -> {
					RpcAttributes.describePeer(this.span, this.call.getAttributes());
					RpcAttributes.closedForClient(this.span, status);
				});
				this.span.end();
			}
			try (Scope scope = this.caller.makeCurrent()) {
				super.onClose(status, trailers);
			}
		}

	}

}
