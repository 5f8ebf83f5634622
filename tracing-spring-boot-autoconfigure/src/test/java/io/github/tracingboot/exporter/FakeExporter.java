package io.github.tracingboot.exporter;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;

/** Answers as it is told to. */
final class FakeExporter implements SpanExporter {

	final BlockingQueue<Collection<SpanData>> batches = new LinkedBlockingQueue<>();

	final AtomicInteger flushes = new AtomicInteger();

	final AtomicInteger shutdowns = new AtomicInteger();

	volatile Supplier<CompletableResultCode> answer = CompletableResultCode::ofSuccess;

	volatile CompletableResultCode atShutdown = CompletableResultCode.ofSuccess();

	List<String> names() {
		return this.batches.stream().flatMap(Collection::stream).map(SpanData::getName).toList();
	}

	@Override
	public CompletableResultCode export(Collection<SpanData> spans) {
		this.batches.add(spans);
		return this.answer.get();
	}

	@Override
	public CompletableResultCode flush() {
		this.flushes.incrementAndGet();
		return this.answer.get();
	}

	@Override
	public CompletableResultCode shutdown() {
		this.shutdowns.incrementAndGet();
		return this.atShutdown;
	}

}
