package io.github.tracingboot.rpc;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.grpc.stub.StreamObserver;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;

/** What the server answers, and in which span the caller hears it. */
final class Answers implements StreamObserver<String> {

	private final List<String> received = new ArrayList<>();

	final List<SpanContext> seen = new ArrayList<>();

	final CompletableFuture<List<String>> all = new CompletableFuture<>();

	@Override
	public void onNext(String answer) {
		this.seen.add(Span.fromContext(Context.current()).getSpanContext());
		this.received.add(answer);
	}

	@Override
	public void onError(Throwable error) {
		this.all.completeExceptionally(error);
	}

	@Override
	public void onCompleted() {
		this.seen.add(Span.fromContext(Context.current()).getSpanContext());
		this.all.complete(this.received);
	}

}
