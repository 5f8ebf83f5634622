package io.github.tracingboot.baggage;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.context.Context;

import io.github.tracingboot.core.InternalHosts;

import org.springframework.util.PatternMatchUtils;

/**
 * Whom baggage is sent to: internal hosts, hosts that the user lists, and exchanges,
 * which are the application's own unless the user lists some. Where nobody has said where
 * something goes, whoever injects it knows.
 */
final class TrustedDestinations {

	private static final String EXCHANGE = "exchange:";

	private final InternalHosts hosts;

	private final String[] exchanges;

	TrustedDestinations(List<String> listed) {
		List<String> hosts = new ArrayList<>();
		List<String> exchanges = new ArrayList<>();
		for (String entry : listed) {
			if (entry.startsWith(EXCHANGE)) {
				exchanges.add(entry.substring(EXCHANGE.length()));
			}
			else {
				hosts.add(entry);
			}
		}
		this.hosts = InternalHosts.of("tracing.baggage.propagate-to", hosts);
		this.exchanges = exchanges.toArray(new String[0]);
	}

	boolean accept(Context sent) {
		String destination = InternalHosts.destinationOf(sent);
		if (destination == null) {
			return true;
		}
		if (destination.startsWith(EXCHANGE)) {
			String exchange = destination.substring(EXCHANGE.length());
			return this.exchanges.length == 0 || PatternMatchUtils.simpleMatch(this.exchanges, exchange);
		}
		return this.hosts.reasonAgainst(destination) == null;
	}

}
