package io.github.tracingboot.amqp;

import java.io.IOException;
import java.util.Collections;
import java.util.Map;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.ContentHeaderPropertyWriter;
import org.jspecify.annotations.Nullable;

/**
 * The properties of a message with other headers. The client's own class would copy the
 * headers, which are a copy already.
 */
final class SentProperties extends AMQP.BasicProperties {

	private final Map<String, Object> headers;

	private SentProperties(AMQP.BasicProperties given, Map<String, Object> headers) {
		super(given.getContentType(), given.getContentEncoding(), null, given.getDeliveryMode(), given.getPriority(),
				given.getCorrelationId(), given.getReplyTo(), given.getExpiration(), given.getMessageId(),
				given.getTimestamp(), given.getType(), given.getUserId(), given.getAppId(), given.getClusterId());
		this.headers = headers;
	}

	/**
	 * Replaces the headers of a message.
	 * @param given the properties as they were
	 * @param headers which nobody may change from now on
	 */
	static AMQP.BasicProperties of(AMQP.BasicProperties given, Map<String, Object> headers) {
		// A class of somebody else makes a copy as it sees fit.
		return (given.getClass() == AMQP.BasicProperties.class) ? new SentProperties(given, headers)
				: given.builder().headers(headers).build();
	}

	@Override
	public Map<String, Object> getHeaders() {
		return Collections.unmodifiableMap(this.headers);
	}

	@Override
	public Builder builder() {
		return super.builder().headers(this.headers);
	}

	@Override
	public void writePropertiesTo(ContentHeaderPropertyWriter writer) throws IOException {
		writer.writePresence(getContentType() != null);
		writer.writePresence(getContentEncoding() != null);
		writer.writePresence(true);
		writer.writePresence(getDeliveryMode() != null);
		writer.writePresence(getPriority() != null);
		writer.writePresence(getCorrelationId() != null);
		writer.writePresence(getReplyTo() != null);
		writer.writePresence(getExpiration() != null);
		writer.writePresence(getMessageId() != null);
		writer.writePresence(getTimestamp() != null);
		writer.writePresence(getType() != null);
		writer.writePresence(getUserId() != null);
		writer.writePresence(getAppId() != null);
		writer.writePresence(getClusterId() != null);
		writer.finishPresence();
		write(writer, getContentType());
		write(writer, getContentEncoding());
		writer.writeTable(this.headers);
		write(writer, getDeliveryMode());
		write(writer, getPriority());
		write(writer, getCorrelationId());
		write(writer, getReplyTo());
		write(writer, getExpiration());
		write(writer, getMessageId());
		if (getTimestamp() != null) {
			writer.writeTimestamp(getTimestamp());
		}
		write(writer, getType());
		write(writer, getUserId());
		write(writer, getAppId());
		write(writer, getClusterId());
	}

	private static void write(ContentHeaderPropertyWriter writer, @Nullable String text) throws IOException {
		if (text != null) {
			writer.writeShortstr(text);
		}
	}

	private static void write(ContentHeaderPropertyWriter writer, @Nullable Integer octet) throws IOException {
		if (octet != null) {
			writer.writeOctet(octet);
		}
	}

	@Override
	public void appendPropertyDebugStringTo(StringBuilder text) {
		builder().build().appendPropertyDebugStringTo(text);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof SentProperties properties && builder().build().equals(properties.builder().build());
	}

	@Override
	public int hashCode() {
		return builder().build().hashCode();
	}

}
