package io.github.tracingboot.annotation;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Supplier;

import io.opentelemetry.api.trace.SpanKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.amqp.rabbit.annotation.RabbitHandler;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.core.annotation.AliasFor;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

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
	void onATypeStandsForItsPublicMethods() {
		assertThat(traced(Everything.class, "visible").name()).isEqualTo("everything");
		assertThat(find(Everything.class, "hidden")).isNull();
		assertThat(find(Everything.class, "toString")).isNull();
		assertThat(find(Everything.class, Everything.class, "helper")).isNull();
		assertThat(find(Object.class, Everything.class, "notify")).isNull();
		assertThat(find(Object.class, Everything.class, "hashCode")).isNull();
	}

	@Test
	void onAMethodWinsOverTheType() {
		TracedMethod method = traced(Everything.class, "special");
		assertThat(method.name()).isEqualTo("Everything.special");
		assertThat(method.kind()).isEqualTo(SpanKind.PRODUCER);
	}

	@Test
	void onATypeHoldsForSubclassesWithWhatTheyInherit() {
		assertThat(traced(EvenMore.class, "added").name()).isEqualTo("everything");
		assertThat(traced(Everything.class, EvenMore.class, "visible").name()).isEqualTo("everything");
	}

	@Test
	void onAnExplicitMethodOfObjectCounts() {
		assertThat(traced(Orders.class, "toString").name()).isEqualTo("Orders.toString");
	}

	@Test
	void whatNoProxyCanReachDoesNotCount() {
		assertThat(find(Unreachable.class, "secret")).isNull();
		assertThat(find(Unreachable.class, "fixed")).isNull();
		assertThat(find(Unreachable.class, "shared")).isNull();
		assertThat(TracedMethod.isTraced(method(Unreachable.class, "secret"), Unreachable.class)).isFalse();
	}

	@Test
	void onAnInterfaceHoldsForWhatImplementsIt() {
		assertThat(traced(PoliteGreeter.class, "greet").name()).isEqualTo("PoliteGreeter.greet");
		assertThat(traced(Greeter.class, PoliteGreeter.class, "greet").name()).isEqualTo("PoliteGreeter.greet");
		assertThat(traced(Greeter.class, PoliteGreeter.class, "leave").name()).isEqualTo("PoliteGreeter.leave");
		assertThat(traced(Contract.class, Worker.class, "work").name()).isEqualTo("contract");
		assertThat(traced(Worker.class, "work").name()).isEqualTo("contract");
	}

	@Test
	void onAClassWinsOverItsInterface() {
		assertThat(traced(HastyGreeter.class, "greet").name()).isEqualTo("greet fast");
		assertThat(traced(Greeter.class, HastyGreeter.class, "greet").name()).isEqualTo("greet fast");
	}

	@Test
	void onAnInterfaceHoldsForASuperclassThatDoesNotKnowIt() {
		assertThat(traced(Stranger.class, Acquaintance.class, "greet").name()).isEqualTo("Acquaintance.greet");
	}

	@Test
	void onAGenericMethodHoldsForItsBridge() {
		Method bridge = Arrays.stream(Texts.class.getDeclaredMethods())
			.filter(Method::isBridge)
			.findAny()
			.orElseThrow();
		assertThat(TracedMethod.isTraced(bridge, Texts.class)).isTrue();
		assertThat(traced(Store.class, Texts.class, "save").name()).isEqualTo("Texts.save");
		assertThat(traced(Texts.class, "save").name()).isEqualTo("Texts.save");
	}

	@Test
	void onAGenericMethodHoldsForASuperclassThatDoesNotKnowIt() {
		assertThat(traced(Store.class, Notes.class, "save").name()).isEqualTo("Notes.save");
	}

	@Test
	void aClassThatDoesNotMentionItIsPassedOver() {
		assertThat(TracedAdvisor.mentionsTraced(Stranger.class)).isFalse();
		assertThat(TracedAdvisor.mentionsTraced(Writer.class)).isFalse();
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

	private static TracedMethod traced(Class<?> type, String name) {
		return traced(type, type, name);
	}

	private static TracedMethod traced(Class<?> declaring, Class<?> target, String name) {
		assertThat(TracedAdvisor.mentionsTraced(target)).isTrue();
		assertThat(TracedMethod.isTraced(method(declaring, name), target)).isTrue();
		return Objects.requireNonNull(find(declaring, target, name));
	}

	private static @Nullable TracedMethod find(Class<?> type, String name) {
		return find(type, type, name);
	}

	private static @Nullable TracedMethod find(Class<?> declaring, Class<?> target, String name) {
		return TracedMethod.find(method(declaring, name), target);
	}

	private static Method method(Class<?> type, String name) {
		return Arrays.stream(type.getDeclaredMethods())
			.filter((method) -> method.getName().equals(name) && !method.isBridge())
			.findAny()
			.orElseThrow();
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

		@Override
		@Traced
		public String toString() {
			return "orders";
		}

	}

	static class ExpressOrders extends Orders {

		@Override
		public void place() {
		}

	}

	@Traced("everything")
	static class Everything {

		public void visible() {
		}

		void hidden() {
		}

		@Traced(kind = SpanKind.PRODUCER)
		public void special() {
		}

		public static void helper() {
		}

		@Override
		public String toString() {
			return "everything";
		}

	}

	static class EvenMore extends Everything {

		public void added() {
		}

	}

	static class Unreachable {

		@Traced
		@SuppressWarnings("UnusedMethod")
		private void secret() {
		}

		@Traced
		public final void fixed() {
		}

		@Traced
		public static void shared() {
		}

	}

	interface Greeter {

		@Traced
		String greet();

		@Traced
		default void leave() {
		}

	}

	interface LoudGreeter extends Greeter {

	}

	static class PoliteGreeter implements Greeter {

		@Override
		public String greet() {
			return "good morning";
		}

	}

	static class HastyGreeter implements Greeter {

		@Override
		@Traced("greet fast")
		public String greet() {
			return "hi";
		}

	}

	static class Stranger {

		public String greet() {
			return "hm";
		}

	}

	static class Acquaintance extends Stranger implements Greeter {

	}

	@Traced("contract")
	interface Contract {

		void work();

	}

	static class Worker implements Contract {

		@Override
		public void work() {
		}

	}

	interface Store<T> {

		@Traced
		void save(T item);

	}

	static class Texts implements Store<String> {

		@Override
		public void save(String item) {
		}

	}

	static class Writer {

		public void save(String item) {
		}

	}

	static class Notes extends Writer implements Store<String> {

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
