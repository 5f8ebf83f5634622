package io.github.tracingboot.environment;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.tracingboot.core.InvalidConfigurationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class StandardVariablesTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					OTEL_SDK_DISABLED=true                                 | tracing.enabled=false
					OTEL_SDK_DISABLED=TRUE                                 | tracing.enabled=false
					OTEL_SDK_DISABLED=1                                    |
					DO_NOT_TRACK=1                                         | tracing.enabled=false
					DO_NOT_TRACK=true;OTEL_TRACES_SAMPLER=nonsense         | tracing.enabled=false
					DO_NOT_TRACK=0                                         |
					OTEL_SERVICE_NAME=orders                               | tracing.service.name=orders
					OTEL_SERVICE_NAME=                                     |
					OTEL_RESOURCE_ATTRIBUTES=team=blue%20and%2Cred,a=b+c   | tracing.resource.attributes[team]=blue and,red;tracing.resource.attributes[a]=b+c
					OTEL_RESOURCE_ATTRIBUTES=service.name=a,service.version=2,deployment.environment.name=prod | tracing.service.name=a;tracing.service.version=2;tracing.environment=prod
					OTEL_RESOURCE_ATTRIBUTES=service.name=a;OTEL_SERVICE_NAME=b | tracing.service.name=b
					OTEL_RESOURCE_ATTRIBUTES=deployment.environment=prod;TRACE_ENVIRONMENT=test | tracing.environment=prod
					TRACE_ENVIRONMENT=test;TRACE_CLUSTER_NAME=fawkes-dev   | tracing.environment=test;tracing.cluster=fawkes-dev
					OTEL_TRACES_SAMPLER=always_on                          | tracing.sampling.parent-based=false;tracing.sampling.probability=1.0
					OTEL_TRACES_SAMPLER=always_off                         | tracing.sampling.parent-based=false;tracing.sampling.probability=0.0
					OTEL_TRACES_SAMPLER=traceidratio;OTEL_TRACES_SAMPLER_ARG=0.25 | tracing.sampling.parent-based=false;tracing.sampling.probability=0.25
					OTEL_TRACES_SAMPLER=parentbased_always_on              | tracing.sampling.parent-based=true;tracing.sampling.probability=1.0
					OTEL_TRACES_SAMPLER=parentbased_always_off             | tracing.sampling.parent-based=true;tracing.sampling.probability=0.0
					OTEL_TRACES_SAMPLER=parentbased_traceidratio           | tracing.sampling.parent-based=true;tracing.sampling.probability=1.0
					TRACE_SAMPLING_PERCENTAGE=10                           | tracing.sampling.probability=0.1
					TRACE_SAMPLING_PERCENTAGE=10;OTEL_TRACES_SAMPLER=always_on | tracing.sampling.parent-based=false;tracing.sampling.probability=1.0
					OTEL_PROPAGATORS=tracecontext, b3multi                 | tracing.propagation.type=tracecontext,b3multi
					OTEL_INSTRUMENTATION_HTTP_KNOWN_METHODS=GET,PURGE      | tracing.web.known-methods=GET,PURGE
					OTEL_PROPAGATORS=none                                  | tracing.propagation.type=
					OTEL_BSP_SCHEDULE_DELAY=100;OTEL_BSP_EXPORT_TIMEOUT=2000 | tracing.exporter.batch.schedule-delay=100ms;tracing.exporter.batch.export-timeout=2000ms
					OTEL_BSP_MAX_QUEUE_SIZE=10;OTEL_BSP_MAX_EXPORT_BATCH_SIZE=5 | tracing.exporter.batch.max-queue-size=10;tracing.exporter.batch.max-batch-size=5
					OTEL_SPAN_EVENT_COUNT_LIMIT=1;OTEL_SPAN_LINK_COUNT_LIMIT=2;OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT=3;OTEL_LINK_ATTRIBUTE_COUNT_LIMIT=4 | tracing.span-limits.max-events=1;tracing.span-limits.max-links=2;tracing.span-limits.max-attributes-per-event=3;tracing.span-limits.max-attributes-per-link=4
					OTEL_ATTRIBUTE_COUNT_LIMIT=1;OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT=2 | tracing.span-limits.max-attributes=1;tracing.span-limits.max-attribute-value-length=2
					OTEL_ATTRIBUTE_COUNT_LIMIT=1;OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT=9 | tracing.span-limits.max-attributes=9
					OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT=1;OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT=9 | tracing.span-limits.max-attribute-value-length=9
					OTEL_TRACES_EXPORTER=none                              | tracing.exporter.otlp.enabled=false;tracing.exporter.console.enabled=false
					OTEL_TRACES_EXPORTER=otlp,console                      | tracing.exporter.otlp.enabled=true;tracing.exporter.console.enabled=true;tracing.exporter.otlp.endpoint=http://localhost:4317
					OTEL_TRACES_EXPORTER=otlp;OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf | tracing.exporter.otlp.enabled=true;tracing.exporter.console.enabled=false;tracing.exporter.otlp.endpoint=http://localhost:4318;tracing.exporter.otlp.protocol=http/protobuf
					OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4317              | tracing.exporter.otlp.endpoint=http://c:4317
					OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4318/             | tracing.exporter.otlp.endpoint=http://c:4318/
					OTEL_EXPORTER_OTLP_ENDPOINT=https://c/otlp/            | tracing.exporter.otlp.endpoint=https://c/otlp/v1/traces
					OTEL_EXPORTER_OTLP_ENDPOINT=https://c/otlp;OTEL_EXPORTER_OTLP_PROTOCOL=grpc | tracing.exporter.otlp.endpoint=https://c/otlp;tracing.exporter.otlp.protocol=grpc
					OTEL_EXPORTER_OTLP_ENDPOINT=https://a;OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=https://b/traces | tracing.exporter.otlp.endpoint=https://b/traces
					OTEL_EXPORTER_OTLP_ENDPOINT=c:4317;OTEL_EXPORTER_OTLP_INSECURE=true | tracing.exporter.otlp.endpoint=http://c:4317
					OTEL_EXPORTER_OTLP_ENDPOINT=c:4317;OTEL_EXPORTER_OTLP_INSECURE=false | tracing.exporter.otlp.endpoint=https://c:4317
					OTEL_EXPORTER_OTLP_ENDPOINT=c:4317;OTEL_EXPORTER_OTLP_INSECURE=True;OTEL_EXPORTER_OTLP_TRACES_INSECURE=FALSE | tracing.exporter.otlp.endpoint=https://c:4317
					OTEL_EXPORTER_OTLP_ENDPOINT=c:4317             | tracing.exporter.otlp.endpoint=http://c:4317
					OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4317;OTEL_EXPORTER_OTLP_INSECURE=false | tracing.exporter.otlp.endpoint=http://c:4317
					OTEL_EXPORTER_OTLP_ENDPOINT=https://c:4317;OTEL_EXPORTER_OTLP_INSECURE=true | tracing.exporter.otlp.endpoint=https://c:4317
					OTEL_EXPORTER_OTLP_ENDPOINT=c:4317;OTEL_EXPORTER_OTLP_CERTIFICATE=/ca.pem | tracing.exporter.otlp.endpoint=https://c:4317;tracing.exporter.otlp.ssl.trust-certificate=/ca.pem
					OTEL_EXPORTER_OTLP_CERTIFICATE=/ca.pem;OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE=/t.pem | tracing.exporter.otlp.ssl.trust-certificate=/t.pem
					OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE=/c.pem;OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY=/k.pem | tracing.exporter.otlp.ssl.client-certificate=/c.pem;tracing.exporter.otlp.ssl.client-key=/k.pem
					OTEL_EXPORTER_OTLP_HEADERS=api-key=a%3Db,x=y           | tracing.exporter.otlp.headers[api-key]=a=b;tracing.exporter.otlp.headers[x]=y
					OTEL_EXPORTER_OTLP_HEADERS=a=1;OTEL_EXPORTER_OTLP_TRACES_HEADERS=b=2 | tracing.exporter.otlp.headers[b]=2
					OTEL_EXPORTER_OTLP_COMPRESSION=gzip;OTEL_EXPORTER_OTLP_TIMEOUT=10;OTEL_EXPORTER_OTLP_TRACES_TIMEOUT=20 | tracing.exporter.otlp.compression=gzip;tracing.exporter.otlp.timeout=20ms
					TEMPO_OTLP_GRPC_ENDPOINT=tempo.monitoring.svc.cluster.local:4317 | tracing.exporter.otlp.endpoint=tempo.monitoring.svc.cluster.local:4317;tracing.exporter.otlp.protocol=grpc
					TEMPO_OTLP_HTTP_ENDPOINT=http://tempo:4318             | tracing.exporter.otlp.endpoint=http://tempo:4318;tracing.exporter.otlp.protocol=http/protobuf
					TEMPO_OTLP_GRPC_ENDPOINT=a:1;OTEL_EXPORTER_OTLP_ENDPOINT=http://b:2 | tracing.exporter.otlp.endpoint=http://b:2
					""")
	void variableBecomesProperty(String variables, @Nullable String properties) {
		assertThat(StandardVariables.asProperties(entries(variables)::get)).isEqualTo(entries(properties));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					OTEL_TRACES_SAMPLER=jaeger_remote           | OTEL_TRACES_SAMPLER is 'jaeger_remote'
					OTEL_TRACES_SAMPLER=traceidratio;OTEL_TRACES_SAMPLER_ARG=1.5 | OTEL_TRACES_SAMPLER_ARG is '1.5'
					TRACE_SAMPLING_PERCENTAGE=101               | TRACE_SAMPLING_PERCENTAGE is '101'
					TRACE_SAMPLING_PERCENTAGE=NaN               | TRACE_SAMPLING_PERCENTAGE is 'NaN'
					TRACE_SAMPLING_PERCENTAGE=all               | TRACE_SAMPLING_PERCENTAGE is 'all'
					OTEL_PROPAGATORS=xray                       | OTEL_PROPAGATORS is 'xray'
					OTEL_TRACES_EXPORTER=zipkin                 | OTEL_TRACES_EXPORTER is 'zipkin'
					OTEL_EXPORTER_OTLP_PROTOCOL=http/json       | OTEL_EXPORTER_OTLP_PROTOCOL is 'http/json'
					OTEL_EXPORTER_OTLP_TRACES_COMPRESSION=zstd  | OTEL_EXPORTER_OTLP_TRACES_COMPRESSION is 'zstd'
					OTEL_BSP_SCHEDULE_DELAY=5s                  | OTEL_BSP_SCHEDULE_DELAY is '5s'
					OTEL_BSP_MAX_QUEUE_SIZE=-1                  | OTEL_BSP_MAX_QUEUE_SIZE is '-1'
					OTEL_EXPORTER_OTLP_ENDPOINT=c:4317;OTEL_EXPORTER_OTLP_INSECURE=1 | OTEL_EXPORTER_OTLP_INSECURE is '1'
					OTEL_EXPORTER_OTLP_ENDPOINT=https://c:4317;OTEL_EXPORTER_OTLP_INSECURE=no | OTEL_EXPORTER_OTLP_INSECURE is 'no'
					OTEL_RESOURCE_ATTRIBUTES=justakey           | OTEL_RESOURCE_ATTRIBUTES has an entry without a key
					OTEL_EXPORTER_OTLP_HEADERS=a=%zz            | OTEL_EXPORTER_OTLP_HEADERS holds a value that is not percent-encoded
					""")
	void unsupportedValueIsAnError(String variables, String message) {
		assertThatExceptionOfType(InvalidConfigurationException.class)
			.isThrownBy(() -> StandardVariables.asProperties(entries(variables)::get))
			.withMessageContaining(message);
	}

	@Test
	void whatIsReadHasTheNameOfAVariable() {
		Set<String> names = new HashSet<>();
		StandardVariables.asProperties((name) -> {
			names.add(name);
			return null;
		});
		assertThat(names).hasSizeGreaterThan(30).allMatch(StandardVariables::isVariable);
		assertThat(List.of("PATH", "otel.service.name", "TRACEPARENT")).noneMatch(StandardVariables::isVariable);
	}

	@Test
	void errorDoesNotRevealAHeader() {
		assertThatExceptionOfType(InvalidConfigurationException.class)
			.isThrownBy(() -> StandardVariables
				.asProperties(Map.of("OTEL_EXPORTER_OTLP_HEADERS", "authorization=s3cret%")::get))
			.withMessageNotContaining("s3cret");
	}

	/**
	 * A variable or property an entry; the separator of properties that hold an = is the
	 * first.
	 */
	private static Map<String, String> entries(@Nullable String text) {
		Map<String, String> entries = new HashMap<>();
		for (String entry : StringUtils.tokenizeToStringArray((text != null) ? text : "", ";")) {
			int equals = entry.indexOf('=');
			entries.put(entry.substring(0, equals), entry.substring(equals + 1));
		}
		return entries;
	}

}
