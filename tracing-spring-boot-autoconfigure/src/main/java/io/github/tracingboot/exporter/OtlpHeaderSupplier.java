package io.github.tracingboot.exporter;

import java.util.Map;

/**
 * A bean that gives the headers of each export over OTLP, for tokens that change.
 *
 * <p>
 * It is called once for each export, on the exporter's thread, and has the application's
 * time: keep a token until it expires, and fetch with a timeout. Its headers are sent
 * with those of {@code tracing.exporter.otlp.headers} and win over them. When it throws,
 * or gives what no header may hold, the export fails and is reported, without values and
 * without the exception's message, which might hold a secret. Spans that it makes on the
 * calling thread are not recorded.
 */
@FunctionalInterface
public interface OtlpHeaderSupplier {

	/**
	 * The headers of the export that is about to be sent.
	 * @return names and values in printable ASCII, never {@code null}
	 * @throws Exception if there are none to be had now
	 */
	Map<String, String> headers() throws Exception;

}
