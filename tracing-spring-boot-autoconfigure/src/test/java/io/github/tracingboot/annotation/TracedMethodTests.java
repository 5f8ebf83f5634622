package io.github.tracingboot.annotation;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Proxy;
import java.util.function.Supplier;

import io.opentelemetry.api.trace.SpanKind;
import org.junit.jupiter.api.Test;

import io.github.tracingboot.annotation.TracedBeans.Greeter;
import io.github.tracingboot.annotation.TracedBeans.LoudGreeter;

import org.springframework.amqp.rabbit.annotation.RabbitHandler;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.core.annotation.AliasFor;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static io.github.tracingboot.annotation.TracedMethods.traced;
import static org.assertj.core.api.Assertions.assertThat;

class TracedMethodTests {

	@Test
	void isNamedAfterClassAndMethodByDefault() {
		TracedMethod method = traced(Orders.class, "place");
		assertThat(method.name()).isEqualTo("Orders.place");
		assertThat(method.named()).isFalse();
		assertThat(method.kind()).isEqualTo(SpanKind.INTERNAL);
		assertThat(method.container()).isNull();
	}

	@Test
	void takesNameAndKindFromTheAnnotation() {
		TracedMethod method = traced(Orders.class, "export");
		assertThat(method.name()).isEqualTo("export orders");
		assertThat(method.named()).isTrue();
		assertThat(method.kind()).isEqualTo(SpanKind.CLIENT);
	}

	@Test
	void isNamedAfterTheUsersClassAndNotTheProxys() {
		ProxyFactory factory = new ProxyFactory(new Orders());
		factory.setProxyTargetClass(true);
		assertThat(traced(Orders.class, factory.getProxy().getClass(), "place").name()).isEqualTo("Orders.place");
	}

	@Test
	void isNamedAfterTheClassThatIsCalledAndNotTheOneThatDeclares() {
		assertThat(traced(ExpressOrders.class, "place").name()).isEqualTo("ExpressOrders.place");
	}

	@Test
	void isNamedAfterTheInterfaceWhereTheClassIsMadeAtRunTime() {
		Greeter lambda = () -> "hello";
		assertThat(traced(Greeter.class, lambda.getClass(), "greet").name()).isEqualTo("Greeter.greet");
		Object proxy = Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { Runnable.class, LoudGreeter.class }, (self, method, args) -> null);
		assertThat(traced(Greeter.class, proxy.getClass(), "greet").name()).isEqualTo("LoudGreeter.greet");
	}

	@Test
	void isNamedAfterThePlaceOfAnAnonymousClass() {
		Greeter anonymous = new Greeter() {
			@Override
			public String greet() {
				return "hello";
			}
		};
		assertThat(traced(anonymous.getClass(), "greet").name()).matches("TracedMethodTests\\$\\d+\\.greet");
	}

	@Test
	void expectsTheListedExceptionsAndTheirSubclasses() {
		TracedMethod method = traced(Orders.class, "load");
		assertThat(method.expects(new FileNotFoundException())).isTrue();
		assertThat(method.expects(new InterruptedException())).isTrue();
		assertThat(method.expects(new RuntimeException(new IOException()))).isFalse();
		assertThat(traced(Orders.class, "place").expects(new IOException())).isFalse();
	}

	@Test
	void composedAnnotationsSetWhatTheyAlias() {
		TracedMethod method = traced(Composed.class, "step");
		assertThat(method.name()).isEqualTo("parse");
		assertThat(method.kind()).isEqualTo(SpanKind.CONSUMER);
		assertThat(method.expects(new IOException())).isTrue();
		assertThat(traced(ComposedType.class, "anything").name()).isEqualTo("ComposedType.anything");
	}

	@Test
	void knowsTheListenersOfAMessageContainer() {
		assertThat(traced(Listeners.class, "onMessage").container()).isEqualTo(SpanKind.CONSUMER);
		assertThat(traced(Listeners.class, "onMessage").namesContainerSpan()).isTrue();
		assertThat(traced(Listeners.class, "onSeveral").container()).isEqualTo(SpanKind.CONSUMER);
		assertThat(traced(TypeListener.class, "onText").container()).isEqualTo(SpanKind.CONSUMER);
		assertThat(traced(TypeListener.class, "other").container()).isNull();
	}

	@Test
	void knowsTheHandlersOfAWebServer() {
		assertThat(traced(Pages.class, "show").container()).isEqualTo(SpanKind.SERVER);
		assertThat(traced(Pages.class, "show").namesContainerSpan()).isFalse();
		assertThat(traced(Pages.class, "named").namesContainerSpan()).isTrue();
		assertThat(traced(Pages.class, "other").container()).isNull();
	}

	@Test
	void aClientWithTheMappingsOfItsServerIsNoHandler() {
		assertThat(traced(PagesClient.class, "show").container()).isNull();
	}

	static class Orders {

		@Traced
		public void place() {
		}

		@Traced(name = "export orders", kind = SpanKind.CLIENT)
		public void export() {
		}

		@Traced(expected = { IOException.class, InterruptedException.class })
		public void load() {
		}

	}

	static class ExpressOrders extends Orders {

		@Override
		public void place() {
		}

	}

	@Retention(RetentionPolicy.RUNTIME)
	@Traced(kind = SpanKind.CONSUMER, expected = IOException.class)
	@interface Step {

		@AliasFor(annotation = Traced.class, attribute = "name")
		String value();

	}

	static class Composed {

		@Step("parse")
		public void step() {
		}

	}

	@Retention(RetentionPolicy.RUNTIME)
	@Component
	@Traced
	@interface Agent {

	}

	@Agent
	static class ComposedType {

		public void anything() {
		}

	}

	static class Listeners {

		@Traced
		@RabbitListener(queues = "one")
		public void onMessage(String message) {
		}

		@Traced
		@RabbitListener(queues = "one")
		@RabbitListener(queues = "two")
		public void onSeveral(String message) {
		}

	}

	@Traced("listen")
	@RabbitListener(queues = "one")
	static class TypeListener implements Supplier<String> {

		@RabbitHandler
		public void onText(String message) {
		}

		public void other() {
		}

		@Override
		public String get() {
			return "";
		}

	}

	@Traced
	@RestController
	static class Pages {

		@GetMapping("/")
		public String show() {
			return "";
		}

		@Traced("named")
		@GetMapping("/named")
		public String named() {
			return "";
		}

		public String other() {
			return "";
		}

	}

	interface PagesClient {

		@Traced
		@GetMapping("/")
		String show();

	}

}
