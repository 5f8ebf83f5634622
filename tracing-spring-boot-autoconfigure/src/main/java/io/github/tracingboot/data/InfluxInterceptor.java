package io.github.tracingboot.data;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

import io.github.tracingboot.core.SpanErrors;

/** Makes a span of each request of the InfluxDB client. It never looks at a header. */
final class InfluxInterceptor implements Interceptor {

	/** Questions about the server rather than about data, and the session's cookie. */
	private static final Set<String> LEFT_OUT = Set.of("", "ping", "health", "ready", "signin", "signout");

	/** As it stands in the JSON of a request. */
	private static final Pattern FROM_BUCKET = Pattern.compile("from\\(\\s*bucket\\s*:\\s*\\\\?\"([^\"\\\\]+)");

	private static final long LONGEST_QUERY = 64 * 1024;

	private final DataTracing tracing;

	InfluxInterceptor(DataTracing tracing) {
		this.tracing = tracing;
	}

	@Override
	public Response intercept(Chain chain) throws IOException {
		Request request = chain.request();
		String operation = operation(request.url());
		if (LEFT_OUT.contains(operation)) {
			return chain.proceed(request);
		}
		Span span = start(operation, request);
		try (Scope scope = span.makeCurrent()) {
			Response response = chain.proceed(request);
			answered(span, response.code());
			return response;
		}
		catch (Throwable ex) {
			SpanErrors.record(span, ex);
			throw ex;
		}
		finally {
			span.end();
		}
	}

	private Span start(String operation, Request request) {
		try {
			HttpUrl url = request.url();
			String bucket = bucket(request);
			return this.tracing
				.call((bucket != null) ? operation + " " + bucket : operation, Context.current(),
						this.tracing.connection("influxdb", url.host(), url.port()).build())
				.setAttribute(DbAttributes.OPERATION_NAME, operation)
				.setAttribute(DbAttributes.NAMESPACE, bucket)
				.startSpan();
		}
		catch (RuntimeException ex) {
			return this.tracing.failed(ex);
		}
	}

	private static void answered(Span span, int status) {
		if (status >= 400) {
			String code = String.valueOf(status);
			span.setStatus(StatusCode.ERROR);
			span.setAttribute(DbAttributes.RESPONSE_STATUS_CODE, code);
			span.setAttribute(SpanErrors.ERROR_TYPE, code);
		}
	}

	/** {@code /api/v2/write} and the {@code /write} of version 1, whatever is before. */
	private static String operation(HttpUrl url) {
		List<String> path = url.pathSegments();
		int version = path.indexOf("v2");
		int at = (version >= 0) ? version + 1 : path.size() - 1;
		return (at < path.size()) ? path.get(at) : "";
	}

	private static @Nullable String bucket(Request request) {
		HttpUrl url = request.url();
		String bucket = url.queryParameter("bucket");
		if (bucket == null) {
			bucket = url.queryParameter("db");
		}
		return (bucket != null) ? bucket : bucketOfQuery(request.body());
	}

	/** A query names its bucket only in its text. */
	private static @Nullable String bucketOfQuery(@Nullable RequestBody body) {
		try {
			if (body == null || body.isOneShot() || body.isDuplex() || body.contentLength() < 0
					|| body.contentLength() > LONGEST_QUERY) {
				return null;
			}
			Buffer text = new Buffer();
			body.writeTo(text);
			Matcher matcher = FROM_BUCKET.matcher(text.readUtf8());
			return matcher.find() ? matcher.group(1) : null;
		}
		catch (IOException ex) {
			return null;
		}
	}

}
