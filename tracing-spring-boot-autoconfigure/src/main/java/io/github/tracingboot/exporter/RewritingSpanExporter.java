package io.github.tracingboot.exporter;

import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;

/**
 * Around every exporter, since a span that has ended can be changed only on its way out.
 */
final class RewritingSpanExporter implements SpanExporter {

	private final SpanExporter delegate;

	private final List<UnaryOperator<SpanData>> rewriters;

	RewritingSpanExporter(SpanExporter delegate, List<UnaryOperator<SpanData>> rewriters) {
		this.delegate = delegate;
		this.rewriters = rewriters;
	}

	@Override
	public CompletableResultCode export(Collection<SpanData> spans) {
		Collection<SpanData> rewritten = spans;
		for (UnaryOperator<SpanData> rewriter : this.rewriters) {
			rewritten = rewritten.stream().map(rewriter).toList();
		}
		return this.delegate.export(rewritten);
	}

	@Override
	public CompletableResultCode flush() {
		return this.delegate.flush();
	}

	@Override
	public CompletableResultCode shutdown() {
		return this.delegate.shutdown();
	}

}
