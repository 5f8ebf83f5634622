package io.github.tracingboot.matrix;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;

import io.github.tracingboot.annotation.Traced;
import io.github.tracingboot.rpc.GrpcTracing;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

/** Does each operation once, inside of a span with its name, and ends. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableAsync
@EnableScheduling
@Import({ HttpOperations.class, DataOperations.class, Operations.Listener.class, Operations.Work.class,
		Operations.Jobs.class })
class Operations {

	static final String QUEUE = "matrix";

	private static final Logger logger = LoggerFactory.getLogger(Operations.class);

	@Bean
	Queue queue() {
		return new Queue(QUEUE, false, false, true);
	}

	public static void main(String[] arguments) throws Exception {
		try (ConfigurableApplicationContext context = application(Operations.class, WebApplicationType.SERVLET)
			.run(arguments);
				ConfigurableApplicationContext reactive = application(HttpOperations.Reactive.class,
						WebApplicationType.REACTIVE)
					.run()) {
			Tracer tracer = context.getBean(Tracer.class);
			for (Map.Entry<String, Operation> operation : operations(context, reactive).entrySet()) {
				Span span = tracer.spanBuilder("operation " + operation.getKey()).startSpan();
				try (Scope scope = span.makeCurrent()) {
					operation.getValue().run();
				}
				span.end();
			}
			if (context.getBean(Jobs.class).ran.await(10, TimeUnit.SECONDS)) {
				System.out.println("all done");
			}
		}
	}

	private static SpringApplicationBuilder application(Class<?> source, WebApplicationType type) {
		return new SpringApplicationBuilder(source).web(type)
			.bannerMode(Banner.Mode.OFF)
			.properties("server.port=0", "spring.application.name=matrix");
	}

	private static Map<String, Operation> operations(ApplicationContext context, ApplicationContext reactive) {
		Map<String, Operation> operations = new LinkedHashMap<>();
		HttpOperations http = context.getBean(HttpOperations.class);
		operations.put("webflux", () -> http.restClient(reactive));
		operations.put("rest-client", () -> http.restClient(context));
		operations.put("rest-template", () -> http.restTemplate(context));
		operations.put("web-client", () -> http.webClient(context));
		operations.put("jdk-client", () -> http.jdkClient(context));
		operations.put("amqp", () -> {
			context.getBean(RabbitTemplate.class).convertAndSend(QUEUE, "7");
			context.getBean(Listener.class).taken.await(10, TimeUnit.SECONDS);
		});
		operations.put("grpc", () -> GrpcOperation.run(context.getBean(GrpcTracing.class)));
		DataOperations data = context.getBean(DataOperations.class);
		operations.put("redis", () -> data.redis(context));
		operations.put("mongo", () -> data.mongo(context));
		operations.put("influx", () -> data.influx(context));
		operations.put("jdbc", () -> data.jdbc(context));
		Work work = context.getBean(Work.class);
		operations.put("traced", work::traced);
		operations.put("async", () -> work.async().get(10, TimeUnit.SECONDS));
		operations.put("observation",
				() -> Observation.createNotStarted("observed", context.getBean(ObservationRegistry.class))
					.observe(work::traced));
		operations.put("micrometer", () -> micrometer(context));
		return operations;
	}

	/** By the tracer of Boot, where there is one. */
	private static void micrometer(ApplicationContext context) {
		ObjectProvider<io.micrometer.tracing.Tracer> tracer = context
			.getBeanProvider(io.micrometer.tracing.Tracer.class);
		if (tracer.getIfAvailable() == null || tracer.getObject() == io.micrometer.tracing.Tracer.NOOP) {
			return;
		}
		io.micrometer.tracing.Span span = tracer.getObject().nextSpan().name("by micrometer").start();
		try (io.micrometer.tracing.Tracer.SpanInScope scope = tracer.getObject().withSpan(span)) {
			logger.info("in the log: {}", MDC.getCopyOfContextMap());
			context.getBean(Work.class).traced();
		}
		span.end();
	}

	private interface Operation {

		void run() throws Exception;

	}

	static class Listener {

		private final CountDownLatch taken = new CountDownLatch(1);

		@RabbitListener(queues = QUEUE)
		public void take(String id) {
			this.taken.countDown();
		}

	}

	static class Work {

		@Traced("traced")
		public void traced() {
		}

		@Async
		@Traced("traced")
		public CompletableFuture<String> async() {
			return CompletableFuture.completedFuture("done");
		}

	}

	static class Jobs {

		private final CountDownLatch ran = new CountDownLatch(1);

		@Scheduled(initialDelay = 0, fixedDelay = Long.MAX_VALUE / 2, timeUnit = TimeUnit.NANOSECONDS)
		public void run() {
			this.ran.countDown();
		}

	}

}
