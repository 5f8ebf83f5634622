package io.github.tracingboot.sdk;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/** What the spans say of where they come from. */
class ResourceTests {

	@RegisterExtension
	final SpanRecorder spans = new SpanRecorder();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SdkAutoConfiguration.class))
		.withBean(SpanProcessor.class, () -> this.spans);

	@Test
	void serviceIsNamedAfterTheApplication() {
		this.runner.withPropertyValues("spring.application.name=orders", "spring.application.version=1.2.3")
			.run((context) -> assertThat(context.getBean(Resource.class).getAttributes().asMap())
				.containsEntry(AttributeKey.stringKey("service.name"), "orders")
				.containsEntry(AttributeKey.stringKey("service.version"), "1.2.3"));
	}

	@Test
	void ownNameAndVersionOfTheServiceWin() {
		this.runner
			.withPropertyValues("spring.application.name=orders", "spring.application.version=1",
					"tracing.service.name=order-service", "tracing.service.version=2")
			.run((context) -> assertThat(context.getBean(Resource.class).getAttributes().asMap())
				.containsEntry(AttributeKey.stringKey("service.name"), "order-service")
				.containsEntry(AttributeKey.stringKey("service.version"), "2"));
	}

	@Test
	void withoutAnyNameTheServiceIsUnknown() {
		this.runner.withPropertyValues("tracing.service.name= ")
			.run((context) -> assertThat(context.getBean(Resource.class).getAttributes().asMap())
				.containsEntry(AttributeKey.stringKey("service.name"), "unknown_service:java"));
	}

	@Test
	void whatIsNamedWinsOverFreeAttributes() {
		this.runner
			.withPropertyValues("tracing.service.namespace=shop", "tracing.service.instance-id=7",
					"tracing.environment=production", "tracing.cluster=west",
					"tracing.resource.attributes.[deployment.environment.name]=other",
					"tracing.resource.attributes.team=blue")
			.run((context) -> assertThat(context.getBean(Resource.class).getAttributes().asMap())
				.containsEntry(AttributeKey.stringKey("service.namespace"), "shop")
				.containsEntry(AttributeKey.stringKey("service.instance.id"), "7")
				.containsEntry(AttributeKey.stringKey("deployment.environment.name"), "production")
				.containsEntry(AttributeKey.stringKey("k8s.cluster.name"), "west")
				.containsEntry(AttributeKey.stringKey("team"), "blue"));
	}

	@Test
	void instanceIdIsStableForTheProcess() {
		AttributeKey<String> key = AttributeKey.stringKey("service.instance.id");
		this.runner.run((first) -> this.runner
			.run((second) -> assertThat(first.getBean(Resource.class).getAttribute(key)).isNotNull()
				.isEqualTo(second.getBean(Resource.class).getAttribute(key))));
	}

	@Test
	void detectorsCanBeSwitchedOff() {
		AttributeKey<Long> pid = AttributeKey.longKey("process.pid");
		AttributeKey<String> host = AttributeKey.stringKey("host.arch");
		this.runner.run((context) -> assertThat(context.getBean(Resource.class).getAttributes().asMap())
			.containsKeys(pid, host));
		this.runner.withPropertyValues("tracing.resource.detectors=host")
			.run((context) -> assertThat(context.getBean(Resource.class).getAttributes().asMap()).containsKey(host)
				.doesNotContainKey(pid));
		this.runner.withPropertyValues("tracing.resource.detectors=")
			.run((context) -> assertThat(context.getBean(Resource.class).getAttributes().asMap())
				.doesNotContainKeys(pid, host));
	}

	@Test
	void resourceCustomizersHaveTheLastWordInTheirOrder() {
		this.runner.withPropertyValues("tracing.resource.attributes.team=blue")
			.withBean("second", ResourceCustomizer.class,
					() -> new OrderedResourceCustomizer(2, (resource) -> resource.put("team", "green")))
			.withBean("first", ResourceCustomizer.class,
					() -> new OrderedResourceCustomizer(1, (resource) -> resource.put("team", "red").put("floor", "1")))
			.run((context) -> assertThat(context.getBean(Resource.class).getAttributes().asMap())
				.containsEntry(AttributeKey.stringKey("team"), "green")
				.containsEntry(AttributeKey.stringKey("floor"), "1"));
	}

	@Test
	void usersResourceWins() {
		Resource resource = Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "mine"));
		this.runner.withBean(Resource.class, () -> resource).run((context) -> {
			context.getBean(Tracer.class).spanBuilder("work").startSpan().end();
			assertThat(this.spans.take("work").getResource()).isEqualTo(resource);
		});
	}

}
