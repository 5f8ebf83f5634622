package io.github.tracingboot.annotation;

import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.core.InvalidConfigurationException;
import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.aop.support.AopUtils;
import org.springframework.aot.generate.GenerationContext;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/** In an application that was processed ahead of time. */
@CompileWithForkedClassLoader
class TracedAheadOfTimeTests {

	@RegisterExtension
	static final SpanRecorder spans = new SpanRecorder();

	@Test
	void methodsAreTracedWithTheirAttributes() {
		process(Application.class, (generation, context) -> {
			Quotes quotes = context.getBean(Quotes.class);
			assertThat(AopUtils.isCglibProxy(quotes)).isTrue();
			assertThat(quotes.quote(new Order("A-1"))).isEqualTo(3);
			assertThat(spans.take("Quotes.quote").getAttributes().asMap()).contains(
					Map.entry(AttributeKey.stringKey("order.id"), "A-1"), Map.entry(AttributeKey.longKey("price"), 3L));
			context.getBean(SpanTemplate.class).run("block", (span) -> {
			});
			spans.take("block");
		});
	}

	@Test
	void whatExpressionsReadIsKept() {
		process(Application.class,
				(generation, context) -> assertThat(generation.getRuntimeHints().reflection().getTypeHint(Order.class))
					.satisfies((hint) -> assertThat(Objects.requireNonNull(hint).methods())
						.anyMatch((method) -> method.getName().equals("id"))));
	}

	@Test
	void whatMakesNoSenseShowsWhenItIsProcessed() {
		assertThatException().isThrownBy(() -> process(Broken.class, (generation, context) -> {
		})).havingRootCause().isInstanceOf(InvalidConfigurationException.class);
	}

	@SuppressWarnings("unchecked")
	private static void process(Class<?> application, BiConsumer<GenerationContext, GenericApplicationContext> then) {
		TestGenerationContext generation = new TestGenerationContext(TracedAheadOfTimeTests.class);
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.register(application);
			String initializer = new ApplicationContextAotGenerator().processAheadOfTime(context, generation)
				.toString();
			generation.writeGeneratedContent();
			TestCompiler.forSystem().with(generation).compile((compiled) -> {
				try (GenericApplicationContext processed = new GenericApplicationContext()) {
					compiled.getInstance(ApplicationContextInitializer.class, initializer).initialize(processed);
					processed.refresh();
					then.accept(generation, processed);
				}
			});
		}
	}

	public record Order(String id) {
	}

	public static class Quotes {

		@Traced(attributes = "order.id=#{#order.id}")
		@SpanAttribute("price")
		public int quote(Order order) {
			return 3;
		}

	}

	public static class BrokenQuotes {

		@Traced(attributes = "order.id=#{#odrer.id}")
		public void quote(Order order) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(AnnotationAutoConfiguration.class)
	public static class Application {

		@Bean
		public Quotes quotes() {
			return new Quotes();
		}

		@Bean
		public Tracer tracer() {
			return SdkTracerProvider.builder().addSpanProcessor(spans).build().get("test");
		}

	}

	@Configuration(proxyBeanMethods = false)
	public static class Broken {

		@Bean
		public BrokenQuotes quotes() {
			return new BrokenQuotes();
		}

	}

}
