package io.github.tracingboot.sample.narrative;

import java.util.List;

import io.github.tracingboot.sample.messaging.Events;
import io.github.tracingboot.sample.messaging.Finding;
import io.github.tracingboot.sample.messaging.Narrative;
import io.github.tracingboot.sample.messaging.Quote;
import io.github.tracingboot.sample.work.AgentOperation;
import io.github.tracingboot.sample.work.Work;

import org.springframework.amqp.rabbit.annotation.RabbitListener;

/** Thinks of what could be asked next. */
class FollowupAgent {

	private final Events events;

	private final Work work;

	FollowupAgent(Events events, Work work) {
		this.events = events;
		this.work = work;
	}

	@RabbitListener(queues = "followup_agent")
	@AgentOperation(value = "suggest_questions", attributes = "suggestions.count=2")
	void on(Narrative narrative) {
		this.work.take(this.work.writing());
		Quote quote = narrative.analysis().quote();
		String other = quote.exchange().equals("coinbase") ? "kraken" : "coinbase";
		this.events.publish("followup.suggestions", narrative.id(),
				new Finding(narrative.id(), "followup_agent",
						List.of("How has " + quote.symbol() + " developed at " + quote.exchange() + "?",
								"What is the price of " + quote.symbol() + " at " + other + "?")));
	}

}
