package io.github.tracingboot.annotation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

import io.github.tracingboot.core.SpanErrors;

/**
 * Runs a block of code in a span, with the semantics of {@link Traced @Traced}: the span
 * is current while the block runs, whatever the block throws is recorded and rethrown
 * unchanged, and where it returns a {@link CompletionStage} the span ends when that
 * completes.
 *
 * <p>
 * There is a bean of this type even where tracing is off: the block then runs in the span
 * that is current, if any. Instances may be shared.
 */
public final class SpanTemplate {

	private final Tracer tracer;

	private final SpanErrors.Detail exceptionDetail;

	/**
	 * Creates a template.
	 * @param tracer makes the spans
	 */
	public SpanTemplate(Tracer tracer) {
		this(tracer, SpanSettings.DEFAULTS);
	}

	SpanTemplate(Tracer tracer, SpanSettings settings) {
		this.tracer = tracer;
		this.exceptionDetail = settings.exceptionDetail();
	}

	/**
	 * Runs a block that returns something.
	 * @param name the span's name
	 * @param block the block; it is given the span
	 * @param <T> what the block returns
	 * @param <E> what the block throws
	 * @return what the block returned
	 * @throws E what the block threw
	 */
	public <T extends @Nullable Object, E extends Throwable> T call(String name, Block<T, E> block) throws E {
		return span(name).call(block);
	}

	/**
	 * Runs a block.
	 * @param name the span's name
	 * @param block the block; it is given the span
	 * @param <E> what the block throws
	 * @throws E what the block threw
	 */
	public <E extends Throwable> void run(String name, VoidBlock<E> block) throws E {
		span(name).run(block);
	}

	/**
	 * Describes a span with more than a name.
	 * @param name the span's name
	 * @return the description, to be used once
	 */
	public Spec span(String name) {
		return new Spec(name);
	}

	/**
	 * Code that runs in a span.
	 *
	 * @param <T> what it returns
	 * @param <E> what it throws
	 */
	@FunctionalInterface
	public interface Block<T extends @Nullable Object, E extends Throwable> {

		/**
		 * Runs the code.
		 * @param span the span, current as well
		 * @return anything
		 * @throws E anything
		 */
		T run(Span span) throws E;

	}

	/**
	 * Code that runs in a span and returns nothing.
	 *
	 * @param <E> what it throws
	 */
	@FunctionalInterface
	public interface VoidBlock<E extends Throwable> {

		/**
		 * Runs the code.
		 * @param span the span, current as well
		 * @throws E anything
		 */
		void run(Span span) throws E;

	}

	/** What the span of a block is like. Not for use by several threads. */
	public final class Spec {

		private final String name;

		private final List<Class<? extends Throwable>> expected = new ArrayList<>();

		private final List<Attribute<?>> attributes = new ArrayList<>();

		private SpanKind kind = SpanKind.INTERNAL;

		private Relation relation = Relation.CHILD;

		private Spec(String name) {
			this.name = name;
		}

		/**
		 * Sets the span's kind.
		 * @param kind the kind, {@link SpanKind#INTERNAL} otherwise
		 * @return this
		 */
		public Spec kind(SpanKind kind) {
			this.kind = kind;
			return this;
		}

		/**
		 * Sets how the span stands to the current one.
		 * @param relation the relation, {@link Relation#CHILD} otherwise
		 * @return this
		 */
		public Spec relation(Relation relation) {
			this.relation = relation;
			return this;
		}

		/**
		 * Adds exceptions that are no failure.
		 * @param type their type
		 * @return this
		 */
		public Spec expected(Class<? extends Throwable> type) {
			this.expected.add(type);
			return this;
		}

		/**
		 * Adds an attribute that samplers see, too.
		 * @param key its key
		 * @param value its value, left out if {@code null}
		 * @param <T> its type
		 * @return this
		 */
		public <T> Spec attribute(AttributeKey<T> key, @Nullable T value) {
			if (value != null) {
				this.attributes.add(new Attribute<>(key, value));
			}
			return this;
		}

		/**
		 * Adds an attribute that samplers see, too.
		 * @param name its name
		 * @param value its value, left out if {@code null}
		 * @return this
		 */
		public Spec attribute(String name, @Nullable String value) {
			return attribute(AttributeKey.stringKey(name), value);
		}

		/**
		 * Runs a block that returns something.
		 * @param block the block; it is given the span
		 * @param <T> what the block returns
		 * @param <E> what the block throws
		 * @return what the block returned
		 * @throws E what the block threw
		 */
		public <T extends @Nullable Object, E extends Throwable> T call(Block<T, E> block) throws E {
			Span span = start();
			T result;
			try (Scope scope = span.makeCurrent()) {
				result = block.run(span);
			}
			catch (Throwable ex) {
				end(span, ex);
				throw ex;
			}
			if (result instanceof CompletionStage<?>) {
				LateResult.STAGE.whenDone(result, (value, error) -> end(span, error));
			}
			else {
				span.end();
			}
			return result;
		}

		/**
		 * Runs a block.
		 * @param block the block; it is given the span
		 * @param <E> what the block throws
		 * @throws E what the block threw
		 */
		public <E extends Throwable> void run(VoidBlock<E> block) throws E {
			this.<Boolean, E>call((span) -> {
				block.run(span);
				return true;
			});
		}

		private Span start() {
			SpanBuilder builder = TracedSpans.builder(SpanTemplate.this.tracer, this.name, this.kind, this.relation,
					Context.current());
			this.attributes.forEach((attribute) -> attribute.addTo(builder));
			return builder.startSpan();
		}

		private void end(Span span, @Nullable Throwable error) {
			if (error != null && this.expected.stream().noneMatch((type) -> type.isInstance(error))) {
				SpanErrors.record(span, error, SpanTemplate.this.exceptionDetail);
			}
			span.end();
		}

	}

	private record Attribute<T>(AttributeKey<T> key, T value) {

		void addTo(SpanBuilder builder) {
			builder.setAttribute(this.key, this.value);
		}

	}

}
