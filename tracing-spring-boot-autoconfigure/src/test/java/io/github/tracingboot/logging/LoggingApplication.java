package io.github.tracingboot.logging;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
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
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Logs within a span and around it, in as many applications as it is told to run. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ LoggingApplication.Handler.class, LoggingApplication.Around.class })
final class LoggingApplication {

	private static final Logger logger = LoggerFactory.getLogger(LoggingApplication.class);

	private LoggingApplication() {
	}

	public static void main(String... args) throws Exception {
		if (List.of(args).contains("--late")) {
			useTheContext();
		}
		for (int i = 0; i < Integer.getInteger("applications", 1); i++) {
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
