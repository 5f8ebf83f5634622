package io.github.tracingboot.logging;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Properties;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.context.Scope;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Logs within a span and around it, in one application after the other. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ LoggingApplication.Handler.class, LoggingApplication.Around.class })
final class LoggingApplication {

	/** Between the arguments of one application and those of the next. */
	static final String AND = "and";

	/** The line after the last one of an application. */
	static final String END = "-- that was all of it --";

	private static final Logger logger = LoggerFactory.getLogger(LoggingApplication.class);

	private LoggingApplication() {
	}

	public static void main(String... args) throws Exception {
		if (List.of(args).contains("--late")) {
			useTheContext();
		}
		if (List.of(args).contains("--watched")) {
			WatchedMdcAdapter.install();
		}
		if (List.of(args).contains("--foreign")) {
			WatchedMdcAdapter.installAnother();
		}
		Properties properties = (Properties) System.getProperties().clone();
		for (String application : String.join(" ", args).split(AND, -1)) {
			run(application.strip().split(" "));
			// Spring Boot hands its logging properties to whoever comes next.
			System.setProperties((Properties) properties.clone());
			System.out.println(END);
		}
	}

	private static void run(String... args) throws Exception {
		try (ConfigurableApplicationContext context = SpringApplication.run(LoggingApplication.class, args)) {
			String port = context.getEnvironment().getProperty("local.server.port");
			if (port != null) {
				request(port);
			}
			else {
				work(context);
			}
		}
	}

	private static void useTheContext() {
		try (Scope scope = Context.root().makeCurrent()) {
			logger.info("the context is in use");
		}
	}

	private static void request(String port) throws Exception {
		HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/work"))
				.header("baggage", "job.id=7,token=secret")
				.build(), HttpResponse.BodyHandlers.discarding());
	}

	private static void work(ApplicationContext context) {
		logger.info("before");
		Span span = context.getBean(Tracer.class).spanBuilder("work").startSpan();
		try (Scope scope = span.makeCurrent()) {
			logger.info("working");
		}
		span.end();
		logger.info("after");
	}

	/** As late as OpenTelemetry allows. */
	@Bean
	@ConditionalOnProperty("wrapped")
	static ApplicationListener<ApplicationStartedEvent> wrapper() {
		ContextStorage.addWrapper((storage) -> {
			logger.info("wrapping");
			return storage;
		});
		return (event) -> {
		};
	}

	@RestController
	static final class Handler {

		@GetMapping("/work")
		String work() {
			logger.info("working");
			return "";
		}

	}

	/** Just before the filter of the library. */
	static final class Around implements Filter, Ordered {

		@Override
		public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
				throws IOException, ServletException {
			logger.info("before");
			chain.doFilter(request, response);
			logger.info("after");
		}

		@Override
		public int getOrder() {
			return Ordered.HIGHEST_PRECEDENCE;
		}

	}

}
