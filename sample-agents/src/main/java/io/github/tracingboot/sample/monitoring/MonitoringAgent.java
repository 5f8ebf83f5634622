package io.github.tracingboot.sample.monitoring;

import java.math.BigDecimal;
import java.time.Instant;

import io.github.tracingboot.sample.messaging.Alert;
import io.github.tracingboot.sample.messaging.Events;
import io.github.tracingboot.sample.work.AgentOperation;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Looks at the market from time to time. Each time is a trace of its own. */
@Component
class MonitoringAgent {

	private final LatestPrice latest;

	private final Events events;

	private final BigDecimal limit;

	MonitoringAgent(LatestPrice latest, Events events,
			@Value("${chimera.monitoring.price-limit:40}") BigDecimal limit) {
		this.latest = latest;
		this.events = events;
		this.limit = limit;
	}

	@Scheduled(fixedDelayString = "${chimera.monitoring.interval:15s}",
			initialDelayString = "${chimera.monitoring.interval:15s}")
	@AgentOperation("check_market")
	void check() {
		BigDecimal price = this.latest.price("kraken", "ZEC");
		if (price != null && price.compareTo(this.limit) > 0) {
			alert(price);
		}
	}

	private void alert(BigDecimal price) {
		this.events.publish("monitoring.alert", "monitoring",
				new Alert(Instant.now(), "ZEC costs " + price + " at kraken, more than " + this.limit));
	}

}
