package io.github.tracingboot.web;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How HTTP is traced.
 *
 * @param enabled whether HTTP requests are traced, those that come in and those that go
 * out
 * @param query whether query strings are recorded; secrets in them are still redacted
 * @param knownMethods the methods that become attributes and names of spans; any other is
 * _OTHER
 * @param server the requests that come in
 * @param client the requests that go out
 */
@ConfigurationProperties("tracing.web")
record WebProperties(@DefaultValue("true") boolean enabled, @DefaultValue("false") boolean query, @DefaultValue( {
		"CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "QUERY",
		"TRACE" }) Set<String> knownMethods, @DefaultValue Server server, @DefaultValue Client client){

	static WebProperties defaults() {
		return new WebProperties(true, false,
				Set.of("CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "QUERY", "TRACE"),
				Server.defaults(), Client.defaults());
	}

	HttpMethods methods() {
		return new HttpMethods(Set.copyOf(this.knownMethods));
	}

	/**
	 * Requests that come in.
	 *
	 * @param enabled whether requests that come in are traced
	 * @param exclude patterns of paths, below the context path, that have no span;
	 * besides the usual ones
	 * @param excludeUsual whether actuator, health checks and static resources have no
	 * span
	 * @param relation what a request is to the trace that it came with: child continues
	 * it, linked-root starts a trace of its own with a link to it, root one without; a
	 * new trace does not take the baggage either
	 * @param pathRelations relation by patterns of paths, below the context path; the
	 * first that matches wins over relation
	 * @param responseHeaders headers that tell the caller the ids of the span:
	 * traceresponse, server-timing; none by default
	 */
	record Server(@DefaultValue("true") boolean enabled, @DefaultValue List<String> exclude,
			@DefaultValue("true") boolean excludeUsual, @DefaultValue("child") Relation relation,
			@DefaultValue Map<String, Relation> pathRelations, @DefaultValue Set<ResponseHeader> responseHeaders) {

		static Server defaults() {
			return new Server(true, List.of(), true, Relation.CHILD, Map.of(), Set.of());
		}

	}

	/**
	 * Requests that go out.
	 *
	 * @param enabled whether requests that go out are traced, and carry the context
	 */
	record Client(@DefaultValue("true") boolean enabled) {

		static Client defaults() {
			return new Client(true);
		}

	}

}
