package io.github.tracingboot.core;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;

import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

/**
 * What has become of the spans that were meant for one exporter. Every sampled span that
 * ended is counted in exactly one of {@link #queued}, {@link #sending},
 * {@link #exported}, {@link #failed}, {@link #dropped} and {@link #late}.
 *
 * <p>
 * The application context has one {@code Iterable<ExporterStatus>} bean where spans are
 * exported.
 */
public interface ExporterStatus {

	/**
	 * The exporter's name in the bean factory.
	 * @return the name
	 */
	String name();

	/**
	 * The exporter as the log names it, with its target if that is known.
	 * @return one line for a reader
	 */
	String description();

	/**
	 * Spans that wait.
	 * @return how many now
	 */
	long queued();

	/**
	 * Most spans that may wait.
	 * @return the size of the queue
	 */
	int capacity();

	/**
	 * Spans that were given to the exporter, which has not answered yet.
	 * @return how many now
	 */
	long sending();

	/**
	 * Spans that the exporter says it has sent.
	 * @return how many since the start
	 */
	long exported();

	/**
	 * Spans that the exporter could not send, or gave no answer about in time.
	 * @return how many since the start
	 */
	long failed();

	/**
	 * Spans that found the queue full.
	 * @return how many since the start
	 */
	long dropped();

	/**
	 * Spans that ended after the exporter was shut down.
	 * @return how many since the start
	 */
	long late();

	/**
	 * Why spans could not be sent the last time that happened.
	 * @return one printable line, or {@code null} if it never did
	 */
	@Nullable String lastError();

	/**
	 * When spans could not be sent the last time.
	 * @return the time of {@link #lastError}
	 */
	@Nullable Instant lastErrorTime();

	/**
	 * Sends a span the way of all others, at once instead of with the next full batch,
	 * and whatever was sampled.
	 * @param span an ended span
	 * @return completes when the exporter has sent the span, or exceptionally with a
	 * printable message that says why not
	 */
	CompletableFuture<@Nullable Void> send(ReadableSpan span);

}
