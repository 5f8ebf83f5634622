package io.github.tracingboot.sample.launcher;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import io.github.tracingboot.sample.analysis.AnalysisApplication;
import io.github.tracingboot.sample.api.ChimeraApiApplication;
import io.github.tracingboot.sample.exchange.ExchangeApiApplication;
import io.github.tracingboot.sample.monitoring.MonitoringApplication;
import io.github.tracingboot.sample.narrative.FactCheckerApplication;
import io.github.tracingboot.sample.narrative.FollowupApplication;
import io.github.tracingboot.sample.narrative.NarrativeApplication;
import io.github.tracingboot.sample.query.QueryAgentApplication;
import io.github.tracingboot.sample.retrieval.DataRetrievalApplication;
import io.github.tracingboot.sample.zcash.ZcashNodeApplication;

import org.springframework.boot.SpringApplication;
import org.springframework.core.env.Environment;

/** The agents, each before those that call it. */
enum Agent {

	ZCASH_NODE(ZcashNodeApplication.class),

	EXCHANGE_API(ExchangeApiApplication.class),

	DATA_RETRIEVAL_AGENT(DataRetrievalApplication.class),

	ANALYSIS_AGENT(AnalysisApplication.class),

	NARRATIVE_AGENT(NarrativeApplication.class),

	FACT_CHECKER_AGENT(FactCheckerApplication.class),

	FOLLOWUP_AGENT(FollowupApplication.class),

	MONITORING_AGENT(MonitoringApplication.class),

	QUERY_AGENT(QueryAgentApplication.class),

	CHIMERA_API(ChimeraApiApplication.class);

	private final Class<?> source;

	Agent(Class<?> source) {
		this.source = source;
	}

	/** The agents whose profiles are active. */
	static List<Agent> activeIn(Environment environment) {
		List<String> active = List.of(environment.getActiveProfiles());
		return Arrays.stream(values()).filter((agent) -> active.contains(agent.profile())).toList();
	}

	String profile() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	SpringApplication application() {
		SpringApplication application = new SpringApplication(this.source);
		application.setAdditionalProfiles(profile());
		return application;
	}

}
