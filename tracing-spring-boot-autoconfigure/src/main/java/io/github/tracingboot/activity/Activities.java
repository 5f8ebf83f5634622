package io.github.tracingboot.activity;

import java.util.UUID;
import java.util.concurrent.Executor;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

import io.github.tracingboot.core.SpanErrors;

/**
 * Begins and finds {@linkplain Activity activities}, and hands work over through queues.
 *
 * <p>
 * There is a bean of this type even where tracing is off; what is run then runs without
 * spans.
 */
public final class Activities {

	private final ActivityTracing tracing;

	Activities(ActivityTracing tracing) {
		this.tracing = tracing;
	}

	/**
	 * Begins an activity with an id of its own. Its first segment is a new trace, linked
	 * to the current span.
	 * @param name what it is called, one name for all of its kind
	 * @return the activity, to be closed
	 */
	public Activity start(String name) {
		return start(name, UUID.randomUUID().toString());
	}

	/**
	 * Begins an activity.
	 * @param name what it is called, one name for all of its kind
	 * @param id its id, for example that of a job
	 * @return the activity, to be closed
	 */
	public Activity start(String name, String id) {
		return Activity.start(this.tracing, id, name);
	}

	/**
	 * Finds the activity that the current work is a part of, begun here or in the service
	 * that has sent the message or request. Closing one that came from elsewhere ends
	 * only the segments that were begun here.
	 * @return the activity, or {@code null} if the work is no part of any
	 */
	public @Nullable Activity current() {
		Segment segment = Segment.in(Context.current());
		if (segment != null) {
			return segment.activity();
		}
		Baggage baggage = Baggage.current();
		String id = baggage.getEntryValue(ActivityAttributes.ID.getKey());
		String name = baggage.getEntryValue(ActivityAttributes.NAME.getKey());
		return (id != null && name != null) ? Activity.received(this.tracing, id, name, baggage) : null;
	}

	/**
	 * Hands a task over to whoever runs it, in two layers: spans {@code enqueue} and
	 * {@code dequeue} in the current trace, and the execution as a trace of its own,
	 * linked to them.
	 * @param name what the task is called, one name for all of its kind
	 * @param queue takes the task, for example an executor or {@code queue::add}
	 * @param task the task
	 */
	public void enqueue(String name, Executor queue, Runnable task) {
		Context submitter = Context.current();
		Span enqueue = this.tracing.child("enqueue " + name, submitter);
		SpanContext enqueued = enqueue.getSpanContext();
		long since = this.tracing.millis();
		try (Scope scope = submitter.with(enqueue).makeCurrent()) {
			queue.execute(() -> execute(name, submitter, enqueued, since, task));
		}
		catch (Throwable ex) {
			SpanErrors.record(enqueue, ex);
			throw ex;
		}
		finally {
			enqueue.end();
		}
	}

	private void execute(String name, Context submitter, SpanContext enqueued, long since, Runnable task) {
		Span dequeue = this.tracing.tracer()
			.spanBuilder("dequeue " + name)
			.setParent(submitter)
			.addLink(enqueued)
			// Clocks are set back.
			.setAttribute(ActivityAttributes.QUEUE_TIME, Math.max(0, this.tracing.millis() - since))
			.startSpan();
		Context start = this.tracing.unitOfWork(Baggage.fromContext(submitter));
		Span execution = this.tracing.tracer()
			.spanBuilder(name)
			.setParent(start)
			.addLink(dequeue.getSpanContext())
			.startSpan();
		dequeue.addEvent("executed", Attributes.of(ActivityAttributes.TRACE, execution.getSpanContext().getTraceId()));
		dequeue.end();
		try (Scope scope = start.with(execution).makeCurrent()) {
			task.run();
		}
		catch (Throwable ex) {
			SpanErrors.record(execution, ex);
			throw ex;
		}
		finally {
			execution.end();
		}
	}

}
