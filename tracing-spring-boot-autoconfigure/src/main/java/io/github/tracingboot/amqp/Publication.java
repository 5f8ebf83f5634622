package io.github.tracingboot.amqp;

import com.rabbitmq.client.AMQP;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Scope;

/**
 * A message that is being published.
 *
 * @param span the span of the publish
 * @param sentContext the context that is in the headers, by which a message that comes
 * back is known
 * @param scope what is current while the message is written
 * @param properties what is written
 */
record Publication(Span span, SpanContext sentContext, Scope scope, AMQP.BasicProperties properties) {

}
