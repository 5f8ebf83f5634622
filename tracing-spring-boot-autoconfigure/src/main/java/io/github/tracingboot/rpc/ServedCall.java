package io.github.tracingboot.rpc;

import java.util.concurrent.atomic.AtomicBoolean;

import io.grpc.Contexts;
import io.grpc.Status;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;

/** The span of a call that is being answered; the first end counts. */
final class ServedCall {

	private final Span span;

	private final Context context;

	private final AtomicBoolean ended = new AtomicBoolean();

	ServedCall(Span span, Context context) {
		this.span = span;
		this.context = context;
	}

	Context context() {
		return this.context;
	}

	void run(Runnable callback) {
		try (Scope scope = this.context.makeCurrent()) {
			callback.run();
		}
		catch (Throwable ex) {
			thrown(ex);
			throw ex;
		}
	}

	/** The server makes this status of whatever a service throws. */
	void thrown(Throwable error) {
		closed(Status.UNKNOWN.withCause(error));
	}

	/** By the caller, or because its deadline is over. */
	void cancelled() {
		Status status = Contexts.statusFromCancelled(io.grpc.Context.current());
		closed((status != null) ? status : Status.CANCELLED);
	}

	void closed(Status status) {
		if (this.ended.compareAndSet(false, true)) {
			Failures.guard(() -> RpcAttributes.closedByServer(this.span, status));
			this.span.end();
		}
	}

}
