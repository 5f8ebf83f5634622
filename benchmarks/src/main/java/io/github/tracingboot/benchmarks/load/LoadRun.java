package io.github.tracingboot.benchmarks.load;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.management.OperatingSystemMXBean;
import io.opentelemetry.sdk.trace.SpanProcessor;

import io.github.tracingboot.benchmarks.NoopSpanProcessor;
import io.github.tracingboot.benchmarks.Results;
import io.github.tracingboot.benchmarks.Tracing;
import io.github.tracingboot.benchmarks.amqp.Hop;
import io.github.tracingboot.benchmarks.export.Backend;
import io.github.tracingboot.benchmarks.load.LoadApplication.Client;

import org.springframework.amqp.core.MessagePostProcessor;
import org.springframework.amqp.rabbit.config.AbstractRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** One turn of {@link AmqpLoad}, in a JVM of its own. Arguments: mode and messages. */
final class LoadRun {

	static final String RESULT = "RESULT ";

	private static final int IN_FLIGHT = 500;

	private static final OperatingSystemMXBean SYSTEM = ManagementFactory
		.getPlatformMXBean(OperatingSystemMXBean.class);

	private LoadRun() {
	}

	public static void main(String[] args) throws IOException, InterruptedException {
		int messages = Integer.parseInt(args[1]);
		try (Backend backend = Backend.healthy(); ConfigurableApplicationContext context = start(args[0], backend)) {
			Client client = context.getBean(Client.class);
			// As many again: a server has compiled its code long ago.
			throughput(client, messages);
			long cpu = SYSTEM.getProcessCpuTime();
			double perSecond = throughput(client, messages);
			double cpuMicros = (SYSTEM.getProcessCpuTime() - cpu) / 1e3 / messages;
			double[] hops = latency(client, Math.max(1000, messages / 20));
			System.out.println(RESULT + perSecond + ' ' + cpuMicros + ' ' + Results.quantile(hops, 0.5) / 1e3 + ' '
					+ Results.quantile(hops, 0.99) / 1e3);
		}
	}

	private static ConfigurableApplicationContext start(String mode, Backend backend) {
		String queue = "load.queue=benchmark-load-" + ProcessHandle.current().pid();
		return switch (mode) {
			case "untraced" -> Tracing.NONE.start(LoadApplication.class, queue);
			case "header" -> Tracing.NONE.start(WithHeader.class, queue);
			case "unsampled" -> Tracing.STARTER.start(Recorded.class, queue, "tracing.sampling.probability=0");
			case "recorded" -> Tracing.STARTER.start(Recorded.class, queue);
			case "exported" -> Tracing.STARTER.start(LoadApplication.class, queue,
					"tracing.exporter.otlp.endpoint=" + backend.endpoint(),
					"tracing.exporter.otlp.protocol=http/protobuf");
			default -> throw new IllegalArgumentException(mode);
		};
	}

	private static double throughput(Client client, int messages) throws InterruptedException {
		Semaphore inFlight = new Semaphore(IN_FLIGHT);
		client.observe((nanos) -> {
		}, inFlight::release);
		long start = System.nanoTime();
		for (int i = 0; i < messages; i++) {
			await(inFlight, 1);
			client.publish("{\"query\":\"price\"}");
		}
		await(inFlight, IN_FLIGHT);
		return messages * 1e9 / (System.nanoTime() - start);
	}

	/** One message a millisecond, so that none waits for another. */
	private static double[] latency(Client client, int messages) throws InterruptedException {
		double[] hops = new double[messages];
		AtomicInteger hop = new AtomicInteger();
		Semaphore replied = new Semaphore(0);
		client.observe((nanos) -> hops[hop.getAndIncrement()] = nanos, replied::release);
		long next = System.nanoTime();
		for (int i = 0; i < messages; i++) {
			next += 1_000_000;
			TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
			client.publish("{\"query\":\"price\"}");
		}
		await(replied, messages);
		return Arrays.copyOf(hops, hop.get());
	}

	private static void await(Semaphore semaphore, int permits) throws InterruptedException {
		if (!semaphore.tryAcquire(permits, 60, TimeUnit.SECONDS)) {
			throw new IllegalStateException("No reply for a minute");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@Import(LoadApplication.class)
	static class Recorded {

		@Bean
		SpanProcessor spanProcessor() {
			return new NoopSpanProcessor();
		}

	}

	/** Not traced, but with the header that each kind of tracing adds. */
	@Configuration(proxyBeanMethods = false)
	@Import(LoadApplication.class)
	static class WithHeader {

		@Bean
		static BeanPostProcessor header() {
			MessagePostProcessor header = (message) -> {
				message.getMessageProperties().setHeader("traceparent", Hop.TRACEPARENT);
				return message;
			};
			return new BeanPostProcessor() {
				@Override
				public Object postProcessAfterInitialization(Object bean, String beanName) {
					if (bean instanceof RabbitTemplate template) {
						template.setBeforePublishPostProcessors(header);
					}
					else if (bean instanceof AbstractRabbitListenerContainerFactory<?> factory) {
						factory.setBeforeSendReplyPostProcessors(header);
					}
					return bean;
				}
			};
		}

	}

}
