package io.github.tracingboot.activity;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

import io.github.tracingboot.core.SpanErrors;

/**
 * Work that outlives a sensible trace: a job of hours, an import, an agent that loops. It
 * runs in steps. Each step is a span; the trace that it is in is a segment of the
 * activity. A segment that has become too long, in time or in spans, is followed by a new
 * one, a trace of its own that is linked to the one before and to the first. Every span
 * of every segment, in other services too, carries {@code activity.id},
 * {@code activity.name} and {@code activity.segment}.
 *
 * <p>
 * Steps may run on several threads. {@link Activities} begins activities.
 */
public final class Activity implements AutoCloseable {

	private final ActivityTracing tracing;

	private final String id;

	private final String name;

	private final SpanContext origin;

	private Leg leg;

	private Activity(ActivityTracing tracing, String id, String name, SpanContext origin, Context current,
			Baggage baggage) {
		this.tracing = tracing;
		this.id = id;
		this.name = name;
		Segment segment = Segment.received(this, baggage, tracing.millis());
		if (origin.isValid()) {
			this.origin = origin;
			this.leg = new Leg(segment, Span.fromContext(current), current.with(segment), false);
		}
		else {
			this.leg = tracing.begin(segment, baggage, Span.fromContext(current), null);
			this.origin = this.leg.span().getSpanContext();
		}
	}

	static Activity start(ActivityTracing tracing, String id, String name) {
		Baggage none = Segment.removedFrom(Baggage.current());
		return new Activity(tracing, id, name, SpanContext.getInvalid(), Context.current(), none);
	}

	static Activity received(ActivityTracing tracing, String id, String name, Baggage baggage) {
		SpanContext origin = Segment.origin(baggage);
		SpanContext here = Span.current().getSpanContext();
		return new Activity(tracing, id, name, origin.isValid() ? origin : here, Context.current(), baggage);
	}

	/**
	 * What all spans of the activity have in common.
	 * @return the value of {@code activity.id}
	 */
	public String id() {
		return this.id;
	}

	/**
	 * What the activity is called.
	 * @return the value of {@code activity.name}, and the name of the segments' root
	 * spans
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Which trace of the activity is the current one.
	 * @return a number that starts at 1
	 */
	public synchronized long segment() {
		return this.leg.segment().number();
	}

	/**
	 * Runs a step that returns something.
	 * @param step the name of its span
	 * @param block what it does
	 * @param <T> what it returns
	 * @param <E> what it throws
	 * @return what it returned
	 * @throws E what it threw, recorded on its span
	 */
	public <T extends @Nullable Object, E extends Throwable> T call(String step, Step<T, E> block) throws E {
		Context parent = contextOfNextStep();
		Span stepSpan = this.tracing.child(step, parent);
		try (Scope scope = parent.with(stepSpan).makeCurrent()) {
			return block.run();
		}
		catch (Throwable ex) {
			SpanErrors.record(stepSpan, ex);
			throw ex;
		}
		finally {
			stepSpan.end();
		}
	}

	/**
	 * Runs a step.
	 * @param step the name of its span
	 * @param block what it does
	 * @param <E> what it throws
	 * @throws E what it threw, recorded on its span
	 */
	public <E extends Throwable> void run(String step, VoidStep<E> block) throws E {
		this.<Boolean, E>call(step, () -> {
			block.run();
			return true;
		});
	}

	/**
	 * Begins a new segment, because a phase is over or a long wait is ahead. Steps that
	 * run at the moment end in the segment that they began in.
	 */
	public synchronized void nextSegment() {
		Leg before = this.leg;
		Segment next = new Segment(this, before.segment().number() + 1, this.tracing.millis());
		this.leg = this.tracing.begin(next, Baggage.fromContext(before.context()), before.span(), this.origin);
		if (before.own()) {
			before.span().end();
		}
	}

	/** Ends the last segment. */
	@Override
	public synchronized void close() {
		if (this.leg.own()) {
			this.leg.span().end();
		}
	}

	private synchronized Context contextOfNextStep() {
		if (this.tracing.isOutgrown(this.leg.segment())) {
			nextSegment();
		}
		return this.leg.context();
	}

	/**
	 * The segment that steps run in.
	 *
	 * @param segment the segment
	 * @param span its root, or what came with a message
	 * @param context holds both
	 * @param own whether the span is ours to end
	 */
	record Leg(Segment segment, Span span, Context context, boolean own) {

	}

	/**
	 * What a step does.
	 *
	 * @param <T> what it returns
	 * @param <E> what it throws
	 */
	@FunctionalInterface
	public interface Step<T extends @Nullable Object, E extends Throwable> {

		/**
		 * Does it.
		 * @return anything
		 * @throws E anything
		 */
		T run() throws E;

	}

	/**
	 * What a step does that returns nothing.
	 *
	 * @param <E> what it throws
	 */
	@FunctionalInterface
	public interface VoidStep<E extends Throwable> {

		/**
		 * Does it.
		 * @throws E anything
		 */
		void run() throws E;

	}

}
