package io.github.tracingboot.exporter;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;

import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * Spans as exporters get them: one that has ended can be changed only on its way out.
 * While a batch is on its way, those that wait in the queue are made ready; who sends
 * many would otherwise wait for that, batch after batch. Used by one thread.
 */
final class RewrittenSpans {

	private final SpanQueue queue;

	private final List<UnaryOperator<SpanData>> rewriters;

	private final int most;

	/** Of the first spans of the queue. */
	private List<SpanData> ready = new ArrayList<>();

	RewrittenSpans(SpanQueue queue, List<UnaryOperator<SpanData>> rewriters, int most) {
		this.queue = queue;
		this.rewriters = rewriters;
		this.most = most;
	}

	/**
	 * Makes one more span of the queue ready.
	 * @return whether there was one
	 */
	boolean prepareNext() {
		ReadableSpan next = (this.ready.size() < this.most) ? this.queue.peek(this.ready.size()) : null;
		if (next == null) {
			return false;
		}
		try {
			this.ready.add(rewrite(next));
			return true;
		}
		catch (Throwable ex) {
			// Thrown again where it is told to somebody: when the span is to be sent.
			return false;
		}
	}

	/**
	 * Gives the data of spans that were taken from the queue.
	 * @param taken all that were taken since the last call
	 * @return a list of its own: who answers late may still be reading it
	 */
	List<SpanData> of(List<ReadableSpan> taken) {
		List<SpanData> all = this.ready;
		this.ready = new ArrayList<>(taken.size());
		for (int i = all.size(); i < taken.size(); i++) {
			all.add(rewrite(taken.get(i)));
		}
		return Collections.unmodifiableList(all);
	}

	private SpanData rewrite(ReadableSpan span) {
		SpanData data = span.toSpanData();
		for (UnaryOperator<SpanData> rewriter : this.rewriters) {
			data = rewriter.apply(data);
		}
		return data;
	}

}
