package io.github.tracingboot.actuate;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;

import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

import io.github.tracingboot.core.ExporterStatus;

/** An exporter with numbers that tell themselves apart. */
final class FakeStatus implements ExporterStatus {

	private final String name;

	private final CompletableFuture<@Nullable Void> sent;

	@Nullable ReadableSpan span;

	FakeStatus(String name, CompletableFuture<@Nullable Void> sent) {
		this.name = name;
		this.sent = sent;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public String description() {
		return "the " + this.name;
	}

	@Override
	public long queued() {
		return 1;
	}

	@Override
	public int capacity() {
		return 2;
	}

	@Override
	public long sending() {
		return 3;
	}

	@Override
	public long exported() {
		return 4;
	}

	@Override
	public long failed() {
		return 5;
	}

	@Override
	public long dropped() {
		return 6;
	}

	@Override
	public long late() {
		return 7;
	}

	@Override
	public @Nullable String lastError() {
		return "refused";
	}

	@Override
	public @Nullable Instant lastErrorTime() {
		return Instant.EPOCH;
	}

	@Override
	public CompletableFuture<@Nullable Void> send(ReadableSpan span) {
		this.span = span;
		return this.sent;
	}

}
