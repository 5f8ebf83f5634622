package io.github.tracingboot.sample.narrative;

import java.util.Locale;

import io.github.tracingboot.sample.messaging.AnalysisResult;
import io.github.tracingboot.sample.messaging.Events;
import io.github.tracingboot.sample.messaging.Narrative;
import io.github.tracingboot.sample.work.AgentOperation;
import io.github.tracingboot.sample.work.Work;

import org.springframework.amqp.rabbit.annotation.RabbitListener;

/** Puts an analysis into words, for whoever wants them. */
class NarrativeAgent {

	private final Events events;

	private final Work work;

	NarrativeAgent(Events events, Work work) {
		this.events = events;
		this.work = work;
	}

	@RabbitListener(queues = "narrative_agent")
	@AgentOperation("write_narrative")
	void on(AnalysisResult analysis) {
		this.work.take(this.work.writing());
		String text = String.format(Locale.ROOT, "%s The day's prices differ by %.1f %%.", analysis.summary(),
				analysis.spread());
		this.events.publish("narrative.generated", analysis.id(), new Narrative(analysis.id(), text, analysis));
	}

}
