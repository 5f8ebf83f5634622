package io.github.tracingboot.propagation;

import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the context travels between processes.
 *
 * @param type formats that are written to and read from headers; where several are read,
 * the last one that is found wins
 * @param hosts hosts that the context is sent to besides internal ones, over HTTP: names,
 * *.example.com, addresses, or ranges such as 100.64.0.0/10; by default all hosts get it
 */
@ConfigurationProperties("tracing.propagation")
record PropagationProperties(@DefaultValue( {
		"tracecontext", "baggage" }) List<PropagationType> type, @DefaultValue List<String> hosts){

	static PropagationProperties defaults() {
		return new PropagationProperties(List.of(PropagationType.TRACECONTEXT, PropagationType.BAGGAGE), List.of());
	}

}
