package io.github.tracingboot.matrix;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import com.google.protobuf.Empty;
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
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

/** Does each operation once, inside of a span with its name, and ends. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableAsync
@EnableScheduling
@Import({ Operations.Hello.class, Operations.Listener.class, Operations.Work.class, Operations.Jobs.class })
class Operations {

	static final String QUEUE = "matrix";

	private static final Logger logger = LoggerFactory.getLogger(Operations.class);

	@Bean
	Queue queue() {
		return new Queue(QUEUE, false, false, true);
	}

	public static void main(String[] arguments) throws Exception {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Operations.class)
			.properties(Map.of("server.port", "0", "spring.application.name", "matrix"))
			.run(arguments)) {
			Map<String, Operation> operations = new LinkedHashMap<>();
			operations.put("http", () -> http(context));
			operations.put("amqp", () -> context.getBean(RabbitTemplate.class).convertSendAndReceive(QUEUE, "7"));
			operations.put("grpc", () -> grpc(context.getBean(GrpcTracing.class)));
			operations.put("traced", () -> context.getBean(Work.class).traced());
			operations.put("async", () -> context.getBean(Work.class).async().get(10, TimeUnit.SECONDS));
			operations.put("observation",
					() -> Observation.createNotStarted("observed", context.getBean(ObservationRegistry.class))
						.observe(() -> context.getBean(Work.class).traced()));
			operations.put("micrometer", () -> micrometer(context));
			Tracer tracer = context.getBean(Tracer.class);
			for (Map.Entry<String, Operation> operation : operations.entrySet()) {
				Span span = tracer.spanBuilder("operation " + operation.getKey()).startSpan();
				try (Scope scope = span.makeCurrent()) {
					operation.getValue().run();
				}
				span.end();
			}
			context.getBean(Jobs.class).ran.await(10, TimeUnit.SECONDS);
			System.out.println("all done");
		}
	}

	private static void http(ConfigurableApplicationContext context) {
		String port = context.getEnvironment().getRequiredProperty("local.server.port");
		context.getBean(RestClient.Builder.class)
			.build()
			.get()
			.uri("http://localhost:" + port + "/hello")
			.retrieve()
			.toBodilessEntity();
	}

	private static void grpc(GrpcTracing tracing) throws IOException, InterruptedException {
		MethodDescriptor<Empty, Empty> ping = MethodDescriptor
			.<Empty, Empty>newBuilder(ProtoUtils.marshaller(Empty.getDefaultInstance()),
					ProtoUtils.marshaller(Empty.getDefaultInstance()))
			.setType(MethodDescriptor.MethodType.UNARY)
			.setFullMethodName("matrix.Ping/Ping")
			.build();
		Server server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
			.addService(ServerServiceDefinition.builder("matrix.Ping")
				.addMethod(ping, ServerCalls.asyncUnaryCall((request, answers) -> {
					answers.onNext(request);
					answers.onCompleted();
				}))
				.build())
			.intercept(tracing.server())
			.build()
			.start();
		ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", server.getPort())
			.usePlaintext()
			.intercept(tracing.client())
			.build();
		ClientCalls.blockingUnaryCall(channel, ping, CallOptions.DEFAULT, Empty.getDefaultInstance());
		channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
		server.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
	}

	/** By the tracer of Boot, where there is one. */
	private static void micrometer(ConfigurableApplicationContext context) {
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

	@RestController
	static class Hello {

		@GetMapping("/hello")
		String hello() {
			return "hello";
		}

	}

	static class Listener {

		@RabbitListener(queues = QUEUE)
		public String take(String id) {
			return id;
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
