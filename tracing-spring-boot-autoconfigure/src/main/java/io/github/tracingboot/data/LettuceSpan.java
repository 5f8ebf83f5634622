package io.github.tracingboot.data;

import java.util.concurrent.atomic.AtomicBoolean;

import io.lettuce.core.protocol.CommandWrapper;
import io.lettuce.core.protocol.CompleteableCommand;
import io.lettuce.core.protocol.RedisCommand;
import io.lettuce.core.protocol.TracedCommand;
import io.lettuce.core.tracing.Tracer;
import io.lettuce.core.tracing.Tracing;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

import io.github.tracingboot.core.SpanErrors;

/** The span of one command, from when it is written until its answer is there. */
final class LettuceSpan extends Tracer.Span {

	private static final String NAMESPACE_TAG = DbAttributes.NAMESPACE.getKey();

	// The one answer of Redis that repeats the arguments.
	private static final String UNKNOWN_COMMAND = "ERR unknown command";

	private final DataTracing tracing;

	private final Context parent;

	private final Tracer.@Nullable Span observed;

	private final AtomicBoolean ended = new AtomicBoolean();

	private String operation = "";

	private @Nullable String namespace;

	private Attributes server = Attributes.empty();

	private Span span = Span.getInvalid();

	LettuceSpan(DataTracing tracing, Context parent, Tracer.@Nullable Span observed) {
		this.tracing = tracing;
		this.parent = parent;
		this.observed = observed;
	}

	@Override
	public Tracer.Span name(String name) {
		this.operation = name;
		if (this.observed != null) {
			this.observed.name(name);
		}
		return this;
	}

	/** Lettuce has others, one with the whole address and one with the user's name. */
	@Override
	public Tracer.Span tag(String key, String value) {
		if (NAMESPACE_TAG.equals(key)) {
			this.namespace = value;
		}
		if (this.observed != null) {
			this.observed.tag(key, value);
		}
		return this;
	}

	@Override
	public Tracer.Span annotate(String value) {
		if (this.observed != null) {
			this.observed.annotate(value);
		}
		return this;
	}

	@Override
	public Tracer.Span remoteEndpoint(Tracing.@Nullable Endpoint endpoint) {
		if (endpoint instanceof LettuceTracing.Server known) {
			this.server = known.attributes();
			if (this.observed != null && known.observed() != null) {
				this.observed.remoteEndpoint(known.observed());
			}
		}
		return this;
	}

	@Override
	public Tracer.Span start(RedisCommand<?, ?, ?> command) {
		if (this.observed != null) {
			this.observed.start(command);
		}
		// What Lettuce sends on its own account, to set up a connection, nobody asked
		// for.
		if (CommandWrapper.unwrap(command, TracedCommand.class) == null
				|| !(command instanceof CompleteableCommand<?> answered)) {
			return this;
		}
		try {
			this.span = this.tracing.call(this.operation, this.parent, this.server)
				.setAttribute(DbAttributes.OPERATION_NAME, this.operation)
				.setAttribute(DbAttributes.NAMESPACE, this.namespace)
				.startSpan();
		}
		catch (RuntimeException ex) {
			this.span = this.tracing.failed(ex);
		}
		answered.onComplete((result, error) -> end(command, error));
		// Without an answer to wait for it may be over already.
		if (command.isDone()) {
			end(command, null);
		}
		return this;
	}

	@Override
	public Tracer.Span error(Throwable error) {
		SpanErrors.record(this.span, error);
		if (this.observed != null) {
			this.observed.error(error);
		}
		return this;
	}

	@Override
	public void finish() {
		if (this.ended.compareAndSet(false, true)) {
			this.span.end();
		}
		if (this.observed != null) {
			this.observed.finish();
		}
	}

	private void end(RedisCommand<?, ?, ?> command, @Nullable Throwable error) {
		if (!this.ended.compareAndSet(false, true)) {
			return;
		}
		String refusal = (command.getOutput() != null) ? command.getOutput().getError() : null;
		if (error != null) {
			boolean telling = refusal != null && refusal.startsWith(UNKNOWN_COMMAND);
			SpanErrors.record(this.span, error, telling ? SpanErrors.Detail.TYPE : SpanErrors.Detail.FULL);
		}
		if (refusal != null) {
			int prefix = refusal.indexOf(' ');
			String code = (prefix > 0) ? refusal.substring(0, prefix) : refusal;
			this.span.setStatus(StatusCode.ERROR);
			this.span.setAttribute(DbAttributes.RESPONSE_STATUS_CODE, code);
			this.span.setAttribute(SpanErrors.ERROR_TYPE, code);
		}
		this.span.end();
	}

}
