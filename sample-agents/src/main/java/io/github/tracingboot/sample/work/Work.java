package io.github.tracingboot.sample.work;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long the steps pretend to work.
 *
 * @param factor what every duration is multiplied with; 0 for no simulated work at all
 * @param validation of a question, in chimera-api
 * @param nlpProcessing the first of three concurrent steps in query_agent
 * @param entityExtraction the second
 * @param intentClassification the third
 * @param merging of what was fetched, in data_retrieval_agent
 * @param caching of it, beside what Redis takes
 * @param retryPause between two attempts to reach an exchange
 * @param analysisStep of each step of analysis_agent
 * @param writing of narrative_agent, and of those that read what it wrote
 * @param blockHeight of a call to zcash_node
 * @param price of a call to exchange_api
 */
@ConfigurationProperties("chimera.work")
public record Work(@DefaultValue("1") double factor, @DefaultValue("40ms") Duration validation,
		@DefaultValue("50ms") Duration nlpProcessing, @DefaultValue("30ms") Duration entityExtraction,
		@DefaultValue("40ms") Duration intentClassification, @DefaultValue("10ms") Duration merging,
		@DefaultValue("5ms") Duration caching, @DefaultValue("100ms") Duration retryPause,
		@DefaultValue("15ms") Duration analysisStep, @DefaultValue("25ms") Duration writing,
		@DefaultValue("30ms") Duration blockHeight, @DefaultValue("50ms") Duration price) {

	public Work {
		if (!(factor >= 0.0 && factor <= 100.0)) {
			throw new IllegalArgumentException("chimera.work.factor is " + factor + " but must be from 0 to 100");
		}
	}

	public void take(Duration usual) {
		try {
			TimeUnit.NANOSECONDS.sleep((long) (usual.toNanos() * this.factor));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
