package io.github.tracingboot.data;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.util.function.SingletonSupplier;

/**
 * What the spans of all databases are made with, and where a failure of tracing itself
 * ends: a call is made no matter what a sampler or a span processor does.
 */
final class DataTracing {

	private static final Logger logger = LoggerFactory.getLogger(DataTracing.class);

	private final Supplier<Tracer> tracer;

	private final Supplier<Map<String, String>> peerServices;

	private final AtomicBoolean warned = new AtomicBoolean();

	// Looked up at the first call: what the tracer is made of may use a database.
	DataTracing(Supplier<Tracer> tracer, Supplier<Map<String, String>> peerServices) {
		this.tracer = SingletonSupplier.of(tracer);
		this.peerServices = SingletonSupplier.of(peerServices);
	}

	/**
	 * What all spans of a connection have in common.
	 * @param system the product, as the conventions call it
	 * @param address the server's name or address, or the path of its socket
	 * @param port its port; -1 if it has none
	 * @return the attributes
	 */
	AttributesBuilder connection(String system, @Nullable String address, int port) {
		AttributesBuilder attributes = Attributes.builder().put(DbAttributes.SYSTEM_NAME, system);
		if (address == null) {
			return attributes;
		}
		attributes.put(DbAttributes.SERVER_ADDRESS, address);
		if (port >= 0) {
			attributes.put(DbAttributes.SERVER_PORT, (long) port);
		}
		Map<String, String> names = this.peerServices.get();
		String name = names.getOrDefault(address + ":" + port, names.get(address));
		if (name != null) {
			attributes.put(DbAttributes.PEER_SERVICE, name).put(DbAttributes.SERVICE_PEER_NAME, name);
		}
		return attributes;
	}

	SpanBuilder call(String name, Context parent, Attributes connection) {
		return this.tracer.get()
			.spanBuilder(name)
			.setParent(parent)
			.setSpanKind(SpanKind.CLIENT)
			.setAllAttributes(connection);
	}

	/** A failure to start a span: while the application stops, there is no tracer. */
	Span failed(Exception failure) {
		if (this.warned.compareAndSet(false, true)) {
			logger.warn("A call to a database could not be traced; this is logged once", failure);
		}
		return Span.getInvalid();
	}

}
