package io.github.tracingboot.amqp;

import java.io.IOException;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Consumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import io.opentelemetry.context.Context;

/** Receives one message for a caller that waits for it on another thread. */
record PullingConsumer(PulledMessages pulled, Context caller, String queue, Consumer delegate) implements Consumer {

	@Override
	public void handleDelivery(String consumerTag, Envelope envelope, AMQP.BasicProperties properties, byte[] body)
			throws IOException {
		this.pulled.received(this.caller, this.queue, envelope, properties);
		this.delegate.handleDelivery(consumerTag, envelope, properties, body);
	}

	@Override
	public void handleConsumeOk(String consumerTag) {
		this.delegate.handleConsumeOk(consumerTag);
	}

	@Override
	public void handleCancelOk(String consumerTag) {
		this.delegate.handleCancelOk(consumerTag);
	}

	@Override
	public void handleCancel(String consumerTag) throws IOException {
		this.delegate.handleCancel(consumerTag);
	}

	@Override
	public void handleShutdownSignal(String consumerTag, ShutdownSignalException signal) {
		this.delegate.handleShutdownSignal(consumerTag, signal);
	}

	@Override
	public void handleRecoverOk(String consumerTag) {
		this.delegate.handleRecoverOk(consumerTag);
	}

}
