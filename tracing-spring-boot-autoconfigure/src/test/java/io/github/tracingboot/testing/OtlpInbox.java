package io.github.tracingboot.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;

/** What an OTLP receiver has received. */
public final class OtlpInbox {

	private static final Duration DEADLINE = Duration.ofSeconds(20);

	private final List<ResourceSpans> received = new ArrayList<>();

	private Map<String, String> lastHeaders = Map.of();

	/**
	 * Waits until at least so many spans have come in all.
	 * @param count how many
	 * @return everything received up to now
	 */
	public List<ResourceSpans> awaitSpans(int count) {
		return await(count + " spans", (all) -> spans(all).size() >= count);
	}

	/**
	 * Waits for a span.
	 * @param service its resource's service.name
	 * @param name its name
	 * @return the first such span
	 */
	public Span awaitSpan(String service, String name) {
		List<ResourceSpans> all = await(service + ": " + name, (now) -> find(now, service, name).isPresent());
		return find(all, service, name).orElseThrow();
	}

	/**
	 * How many different spans: a client may send one again that it got no answer about.
	 */
	synchronized int received(Predicate<String> name) {
		return (int) spans(this.received).stream()
			.filter((span) -> name.test(span.getName()))
			.map(Span::getSpanId)
			.distinct()
			.count();
	}

	public synchronized Map<String, String> lastHeaders() {
		return this.lastHeaders;
	}

	synchronized void add(ExportTraceServiceRequest request, Map<String, String> headers) {
		this.received.addAll(request.getResourceSpansList());
		this.lastHeaders = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		this.lastHeaders.putAll(headers);
		notifyAll();
	}

	private synchronized List<ResourceSpans> await(String what, Predicate<List<ResourceSpans>> done) {
		long deadline = System.nanoTime() + DEADLINE.toNanos();
		while (!done.test(this.received)) {
			long millis = (deadline - System.nanoTime()) / 1_000_000;
			if (millis <= 0) {
				throw new AssertionError("Not received: " + what + "; received: " + this.received);
			}
			try {
				wait(millis);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new AssertionError(ex);
			}
		}
		return List.copyOf(this.received);
	}

	/**
	 * The spans alone.
	 * @param received what was received
	 * @return the spans of all resources and scopes
	 */
	public static List<Span> spans(List<ResourceSpans> received) {
		return received.stream()
			.flatMap((resource) -> resource.getScopeSpansList().stream())
			.map(ScopeSpans::getSpansList)
			.flatMap(List::stream)
			.toList();
	}

	/**
	 * The name of the service that sent spans.
	 * @param received what was received from one resource
	 * @return its service.name, empty if it has none
	 */
	public static String service(ResourceSpans received) {
		return received.getResource()
			.getAttributesList()
			.stream()
			.filter((attribute) -> attribute.getKey().equals("service.name"))
			.map((attribute) -> attribute.getValue().getStringValue())
			.findFirst()
			.orElse("");
	}

	private static Optional<Span> find(List<ResourceSpans> all, String service, String name) {
		return all.stream()
			.filter((resource) -> service(resource).equals(service))
			.flatMap((resource) -> spans(List.of(resource)).stream())
			.filter((span) -> span.getName().equals(name))
			.findFirst();
	}

}
