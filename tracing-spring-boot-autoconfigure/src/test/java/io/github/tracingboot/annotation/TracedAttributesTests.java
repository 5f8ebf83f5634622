package io.github.tracingboot.annotation;

import java.util.HashMap;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.core.SpanErrors;
import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** What a traced method puts on its span. */
@ExtendWith(OutputCaptureExtension.class)
class TracedAttributesTests {

	@RegisterExtension
	static final SpanRecorder spans = new SpanRecorder();

	private final Tracer tracer = SdkTracerProvider.builder().addSpanProcessor(spans).build().get("test");

	private final Orders orders = Proxies.traced(this.tracer, new Orders());

	private final Order order = new Order("A-1", new Customer("Ada"), 3);

	@Test
	void theFunctionIsNamedInFull() {
		this.orders.plain();
		assertThat(spans.take("Orders.plain").getAttributes().asMap())
			.containsOnly(Map.entry(TracedSpans.FUNCTION, Orders.class.getName() + ".plain"));
	}

	@Test
	void parametersAreAttributesByTheirNameOrTheirs() {
		this.orders.parameters("A-1", 3, true, Optional.of(Duration.ofMillis(1500)), null, List.of("x", "y"));
		assertThat(attributes("Orders.parameters")).containsOnly(Map.entry("order.id", "A-1"), Map.entry("count", 3L),
				Map.entry("urgent", true), Map.entry("waited", 1.5), Map.entry("tags", List.of("x", "y")));
	}

	@Test
	void anExpressionOnAParameterTakesAPartOfIt() {
		this.orders.parts(this.order, this.order);
		assertThat(attributes("Orders.parts")).containsOnly(Map.entry("customer", "Ada"), Map.entry("double", 6L));
		this.orders.parts(new Order("A-2", null, 0), new Order("A-3", null, 1));
		assertThat(attributes("Orders.parts")).containsOnly(Map.entry("double", 2L));
	}

	@Test
	void aTemplateHasTheParametersByName() {
		this.orders.templates(this.order, List.of(1, 2, 3));
		assertThat(attributes("Orders.templates")).containsOnly(Map.entry("order.id", "A-1"),
				Map.entry("customer", "Ada"), Map.entry("stage", "intake"), Map.entry("text", "A-1/Ada"),
				Map.entry("size", 3L), Map.entry("first", 1L), Map.entry("region", "north"), Map.entry("own", "orders"),
				Map.entry("id2", "A-1"), Map.entry("empty", ""));
	}

	@Test
	void theReturnValueIsAnAttribute() {
		assertThat(this.orders.price("A-1")).isEqualTo(30.25);
		assertThat(attributes("Orders.price")).containsOnly(Map.entry("price", 30.25), Map.entry("twice", 60.5));
		assertThat(this.orders.customer(this.order)).isNotNull();
		assertThat(attributes("Orders.customer")).containsOnly(Map.entry("name", "Ada"));
	}

	@Test
	void theValueThatAFutureCompletesWithIsAnAttribute() {
		CompletableFuture<String> future = new CompletableFuture<>();
		assertThat(this.orders.later(future)).isSameAs(future);
		future.complete("done");
		assertThat(attributes("Orders.later")).containsOnly(Map.entry("outcome", "done"));
	}

	@Test
	void whatFailsHasNoReturnValue() {
		assertThatIllegalStateException().isThrownBy(this.orders::failing);
		assertThat(attributes("Orders.failing"))
			.containsOnly(Map.entry(SpanErrors.ERROR_TYPE.getKey(), IllegalStateException.class.getName()));
	}

	@Test
	void whatFailsIsLeftOutWithOneWarningPerMethod(CapturedOutput output) {
		for (int call = 0; call < 3; call++) {
			assertThat(this.orders.broken(new BrokenOrder(), new Object())).isEqualTo("fine");
			assertThat(attributes("Orders.broken")).containsOnly(Map.entry("constant", "1"));
		}
		assertThat(output.toString().split("of Orders\\.broken is left out", -1)).hasSize(2);
		assertThat(output).contains("of Orders.broken is left out").contains("sold out");
	}

	@Test
	void aTypeWithoutAFormIsTextOnRequest() {
		this.orders.text(new Customer("Ada"), List.of(new Customer("Bob")));
		assertThat(attributes("Orders.text")).containsOnly(Map.entry("who", "Customer[name=Ada]"),
				Map.entry("all", List.of("Customer[name=Bob]")));
	}

	@Test
	void anInterfacesAttributesHoldForWhatImplementsIt() {
		Proxies.traced(this.tracer, new TextStore()).save("text");
		assertThat(attributes("TextStore.save")).containsOnly(Map.entry("item", "text"));
	}

	@Test
	void anAnnotationOfOnesOwnNamesTheAttribute() {
		this.orders.composed("A-1");
		assertThat(attributes("Orders.composed")).containsOnly(Map.entry("order.id", "A-1"));
	}

	private static Map<String, Object> attributes(String span) {
		Map<String, Object> attributes = new HashMap<>();
		spans.take(span).getAttributes().forEach((key, value) -> attributes.put(key.getKey(), value));
		attributes.remove(TracedSpans.FUNCTION.getKey());
		return attributes;
	}

	@Retention(RetentionPolicy.RUNTIME)
	@SpanAttribute("order.id")
	@interface OrderId {

	}

	record Customer(String name) {
	}

	record Order(String id, @Nullable Customer customer, int count) {
	}

	static class BrokenOrder {

		public String getId() {
			throw new IllegalStateException("sold out");
		}

	}

	interface Store<T> {

		@Traced
		void save(@SpanAttribute("item") T item);

	}

	static class TextStore implements Store<String> {

		@Override
		public void save(String item) {
		}

	}

	static class Orders {

		public String getOwn() {
			return "orders";
		}

		@Traced
		void composed(@OrderId String id) {
		}

		@Traced
		void plain() {
		}

		@Traced
		void parameters(@SpanAttribute("order.id") String id, @SpanAttribute int count, @SpanAttribute boolean urgent,
				@SpanAttribute Optional<Duration> waited, @Nullable @SpanAttribute String missing,
				@SpanAttribute List<String> tags) {
		}

		@Traced
		void parts(@SpanAttribute(name = "customer", expression = "customer.name") Order order,
				@SpanAttribute(name = "double", expression = "count * 2") Order other) {
		}

		@Traced(attributes = { "order.id=#{#order.id}", "customer = #{#order.customer?.name}", "stage=intake",
				"text=#{#order.id}/#{#order.customer.name}", "size=#{#numbers.size()}", "first=#{#numbers[0]}",
				"region=#{@region}", "own=#{own}", "id2=#{#p0.id()}", "empty=" })
		void templates(Order order, List<Integer> numbers) {
		}

		@Traced(attributes = "twice=#{#result * 2}")
		@SpanAttribute("price")
		double price(String id) {
			return 30.25;
		}

		@Traced
		@SpanAttribute(name = "name", expression = "name")
		@Nullable Customer customer(Order order) {
			return order.customer();
		}

		@Traced
		@SpanAttribute("outcome")
		CompletableFuture<String> later(CompletableFuture<String> future) {
			return future;
		}

		@Traced
		@SpanAttribute("outcome")
		String failing() {
			throw new IllegalStateException();
		}

		@Traced(attributes = { "constant=1", "order.id=#{#order.id}", "complex=#{#order.id + 1}" })
		String broken(BrokenOrder order, @SpanAttribute Object unsupported) {
			return "fine";
		}

		@Traced
		void text(@SpanAttribute(name = "who", asString = true) Customer customer,
				@SpanAttribute(name = "all", asString = true) List<Customer> all) {
		}

	}

}
