package io.github.tracingboot.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.trace.IdGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is decided about a request that comes in, whatever the server. */
final class ServerTracing {

	private static final TextMapGetter<Object> NOTHING = new TextMapGetter<>() {

		@Override
		public Iterable<String> keys(Object carrier) {
			return List.of();
		}

		@Override
		public @Nullable String get(@Nullable Object carrier, String key) {
			return null;
		}

	};

	private static final Logger log = LoggerFactory.getLogger(ServerTracing.class);

	private final Tracer tracer;

	private final AtomicBoolean warned = new AtomicBoolean();

	private final TextMapPropagator propagator;

	private final HttpMethods methods;

	private final boolean query;

	private final PathPatterns excluded;

	private final Relation relation;

	private final List<PathRelation> pathRelations = new ArrayList<>();

	private final Set<ResponseHeader> responseHeaders;

	ServerTracing(Tracer tracer, TextMapPropagator propagator, WebProperties properties, PathPatterns excluded) {
		this.tracer = tracer;
		this.propagator = propagator;
		this.methods = properties.methods();
		this.query = properties.query();
		this.excluded = excluded;
		WebProperties.Server server = properties.server();
		this.relation = server.relation();
		this.responseHeaders = server.responseHeaders();
		for (Map.Entry<String, Relation> entry : server.pathRelations().entrySet()) {
			PathPatterns path = new PathPatterns("tracing.web.server.path-relations", List.of(entry.getKey()));
			this.pathRelations.add(new PathRelation(path, entry.getValue()));
		}
	}

	boolean isExcluded(String path) {
		return this.excluded.match(path);
	}

	/**
	 * The context of a request that has no span: the caller's. Without a caller nothing
	 * in it is recorded, as every check of a health indicator would be a trace.
	 */
	<C> Context excluded(C carrier, TextMapGetter<C> getter) {
		Context caller = extract(carrier, getter);
		if (Span.fromContext(caller).getSpanContext().isValid()) {
			return caller;
		}
		IdGenerator ids = IdGenerator.random();
		return caller.with(Span.wrap(SpanContext.create(ids.generateTraceId(), ids.generateSpanId(),
				TraceFlags.getDefault(), TraceState.getDefault())));
	}

	/**
	 * Prepares the span of a request, with its parent and what is known of its method.
	 */
	<C> Incoming receive(String method, String path, C carrier, TextMapGetter<C> getter) {
		Context caller = extract(carrier, getter);
		String name = this.methods.spanName(method);
		Relation relation = relation(path);
		// A new trace has no baggage but can have some, which the propagator sees to.
		Context parent = (relation == Relation.CHILD) ? caller : this.propagator.extract(Context.root(), this, NOTHING);
		SpanBuilder span = this.tracer.spanBuilder(name).setSpanKind(SpanKind.SERVER).setParent(parent);
		this.methods.describe(span, method);
		if (relation == Relation.LINKED_ROOT) {
			span.addLink(Span.fromContext(caller).getSpanContext());
		}
		return new Incoming(name, parent, span);
	}

	void describeQuery(SpanBuilder span, @Nullable String query) {
		if (this.query && query != null) {
			span.setAttribute(HttpAttributes.URL_QUERY, query);
		}
	}

	void answer(SpanContext span, BiConsumer<String, String> headers) {
		for (ResponseHeader header : this.responseHeaders) {
			header.write(span, headers);
		}
	}

	/** The request is answered without a span. */
	void failed(RuntimeException failure) {
		if (this.warned.compareAndSet(false, true)) {
			log.warn("A request could not be traced; this is logged once", failure);
		}
	}

	private <C> Context extract(C carrier, TextMapGetter<C> getter) {
		try {
			// From the root: whatever an earlier request left on the thread is not the
			// caller.
			return this.propagator.extract(Context.root(), carrier, getter);
		}
		catch (RuntimeException ex) {
			if (this.warned.compareAndSet(false, true)) {
				log.warn("A request starts a trace of its own, as will all whose headers cannot be read", ex);
			}
			return Context.root();
		}
	}

	private Relation relation(String path) {
		for (PathRelation candidate : this.pathRelations) {
			if (candidate.path().match(path)) {
				return candidate.relation();
			}
		}
		return this.relation;
	}

	private record PathRelation(PathPatterns path, Relation relation) {

	}

	/**
	 * A request whose span is about to start.
	 *
	 * @param name what the span is called until its route is known
	 * @param parent what the span starts in
	 * @param span the span
	 */
	record Incoming(String name, Context parent, SpanBuilder span) {

	}

}
