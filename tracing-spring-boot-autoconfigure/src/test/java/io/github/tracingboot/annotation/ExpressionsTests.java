package io.github.tracingboot.annotation;

import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.expression.EvaluationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Expressions, those that are paths of properties and others. */
class ExpressionsTests {

	private final Expressions expressions = new Expressions(null);

	private final Method method = TracedMethods.method(Methods.class, "call");

	@Test
	void aPathIsReadByItsGetters() {
		assertThat(parse("#a.name")).isInstanceOf(PropertyPath.class);
		assertThat(value("#a.name", new Bean())).isEqualTo("bean");
		assertThat(value("#a.getName()", new Bean())).isEqualTo("bean");
		assertThat(value("#a.ready", new Bean())).isEqualTo(true);
		assertThat(value("#a.inner.id", new Bean())).isEqualTo(7);
		assertThat(value("#p0?.inner?.id()", new Bean())).isEqualTo(7);
	}

	@Test
	void aPathTakesWhateverClassComes() {
		ValueSource path = parse("#a.name");
		for (int i = 0; i < 3; i++) {
			assertThat(path.value(null, new Object[] { new Bean() }, null)).isEqualTo("bean");
			assertThat(path.value(null, new Object[] { new Other("other") }, null)).isEqualTo("other");
		}
	}

	@Test
	void aPathReadsClassesThatAreNotPublic() {
		assertThat(value("#a.size()", List.of(1, 2))).isEqualTo(2);
		assertThat(value("#a.empty", Collections.unmodifiableMap(Map.of()))).isEqualTo(true);
	}

	@Test
	void nullOnTheWayHasNoValue() {
		assertThat(value("#a", null)).isNull();
		assertThat(value("#a.inner.id", null)).isNull();
		assertThat(value("#a.nothing.id", new Bean())).isNull();
	}

	@Test
	void whatIsNoGetterIsLeftToTheLanguage() {
		assertThat(value("#a.field", new Bean())).isEqualTo("field");
		assertThat(value("#a.length", new int[3])).isEqualTo(3);
		assertThatExceptionOfType(EvaluationException.class).isThrownBy(() -> value("#a.missing", new Bean()))
			.withMessageContaining("missing");
	}

	@Test
	void whatAGetterThrowsIsThrown() {
		assertThat(catchThrowable(() -> value("#a.broken", new Bean()))).hasRootCauseInstanceOf(IOException.class);
	}

	@Test
	void otherExpressionsAreOfTheLanguage() {
		assertThat(parse("#a.name + 1")).isInstanceOf(ExpressionValue.class);
		assertThat(value("#a.name + 1", new Bean())).isEqualTo("bean1");
		assertThat(value("true", null)).isEqualTo(true);
		assertThat(value("null", null)).isNull();
		assertThat(value("#a[key]", Map.of("key", "value"))).isEqualTo("value");
		assertThat(value("#a.?[#this > 1]", List.of(1, 2))).isEqualTo(List.of(2));
		for (int i = 0; i < 300; i++) {
			assertThat(value("#a.inner.id * 2", new Bean())).isEqualTo(14);
		}
	}

	@Test
	void anExpressionChangesNothing() {
		Bean bean = new Bean();
		assertThat(catchThrowable(() -> value("#a.field = 'changed'", bean))).isInstanceOf(EvaluationException.class);
		assertThat(bean.field).isEqualTo("field");
	}

	private ValueSource parse(String expression) {
		return this.expressions.parse(expression, Variables.of(this.method));
	}

	private @Nullable Object value(String expression, @Nullable Object argument) {
		return parse(expression).value(null, new @Nullable Object[] { argument }, null);
	}

	static class Methods {

		void call(Object a) {
		}

	}

	record Inner(int id) {
	}

	record Other(String name) {
	}

	static class Bean {

		public String field = "field";

		public String getName() {
			return "bean";
		}

		public boolean isReady() {
			return true;
		}

		public Inner getInner() {
			return new Inner(7);
		}

		public @Nullable Inner getNothing() {
			return null;
		}

		public String getBroken() throws IOException {
			throw new IOException();
		}

	}

}
