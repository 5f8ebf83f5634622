package io.github.tracingboot.propagation;

import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the context travels between processes.
 *
 * @param type formats that are written to and read from headers; where several are read,
 * the last one that is found wins
 */
@ConfigurationProperties("tracing.propagation")
record PropagationProperties(@DefaultValue( {
		"tracecontext", "baggage" }) List<PropagationType> type){

}
