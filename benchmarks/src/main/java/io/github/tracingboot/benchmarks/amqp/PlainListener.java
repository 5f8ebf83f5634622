package io.github.tracingboot.benchmarks.amqp;

import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.annotation.RabbitListener;

/** Knows nothing of tracing. */
class PlainListener implements Hop.Listener {

	private long handled;

	@RabbitListener(queues = "query_agent")
	void on(Message message) {
		this.handled += Math.min(1, message.getBody().length);
	}

	@Override
	public long handled() {
		return this.handled;
	}

}
