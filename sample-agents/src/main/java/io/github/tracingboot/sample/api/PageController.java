package io.github.tracingboot.sample.api;

import java.util.List;
import java.util.Map;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the page needs to know beside traces. */
@RestController
class PageController {

	private final Health health;

	private final String backend;

	PageController(Health health, @Value("${chimera.backend-url:}") String backend) {
		this.health = health;
		this.backend = backend;
	}

	@GetMapping("/api/scenarios")
	List<Scenario> scenarios() {
		return Scenario.ALL;
	}

	@GetMapping("/api/health")
	List<Health.Part> health() {
		return this.health.parts();
	}

	/** Where a trace can be looked at: an address with {@code {traceId}} in it. */
	@GetMapping("/api/settings")
	Map<String, String> settings() {
		return Map.of("backend", this.backend);
	}

}
