package io.github.tracingboot.sample.narrative;

import java.util.ArrayList;
import java.util.List;

import io.github.tracingboot.sample.messaging.AnalysisResult;
import io.github.tracingboot.sample.messaging.Events;
import io.github.tracingboot.sample.messaging.Finding;
import io.github.tracingboot.sample.messaging.Narrative;
import io.github.tracingboot.sample.work.AgentOperation;
import io.github.tracingboot.sample.work.Work;

import org.springframework.amqp.rabbit.annotation.RabbitListener;

/** Compares a narrative with what it was made of. */
class FactCheckerAgent {

	private final Events events;

	private final Work work;

	FactCheckerAgent(Events events, Work work) {
		this.events = events;
		this.work = work;
	}

	@RabbitListener(queues = "fact_checker_agent")
	@AgentOperation("check_facts")
	void on(Narrative narrative) {
		this.work.take(this.work.writing());
		AnalysisResult facts = narrative.analysis();
		List<String> wrong = new ArrayList<>(List.of(facts.quote().symbol(), facts.quote().exchange(), facts.trend()));
		wrong.removeIf(narrative.text()::contains);
		this.events.publish("fact_check.result", narrative.id(), new Finding(narrative.id(), "fact_checker_agent",
				wrong.isEmpty() ? List.of("The facts are right.") : List.of("Not in the text: " + wrong)));
	}

}
