package io.github.tracingboot.annotation;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

import io.opentelemetry.api.trace.TracerProvider;
import org.junit.jupiter.api.Test;

import io.github.tracingboot.core.InvalidConfigurationException;

import org.springframework.core.annotation.AliasFor;

import static io.github.tracingboot.annotation.TracedMethods.find;
import static io.github.tracingboot.annotation.TracedMethods.traced;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What makes no sense shows when the bean is made, with the method's name. */
class MalformedAttributesTests {

	@Test
	void anAttributeIsNameAndValue() {
		assertMalformed("noValue", "'order.id', which is not name=value");
		assertMalformed("noName", "'=x', which is not name=value");
	}

	@Test
	void anExpressionIsWellFormed() {
		assertMalformed("unfinished", "'a=#{#order.'");
		assertMalformed("nonsense", "'a=#{#order..id}'");
		assertMalformed("part", "has the expression 'id +'");
	}

	@Test
	void anExpressionKnowsItsNames() {
		assertMalformed("unknown", "there is no parameter 'ordr'");
		assertMalformed("unknownInside", "there is no parameter 'n'");
	}

	@Test
	void aReturnValueHasAName() {
		assertMalformed("nameless", "has no name");
	}

	@Test
	void aBeanWithAMalformedAttributeIsNotMade() {
		assertThatException().isThrownBy(() -> Proxies.traced(TracerProvider.noop().get(""), new Wrong()))
			.havingCause()
			.isInstanceOf(InvalidConfigurationException.class);
	}

	@Test
	void composedAnnotationsSetAttributesAndRelation() {
		TracedMethod method = traced(Wrong.class, "composed");
		assertThat(method.relation()).isEqualTo(Relation.ROOT);
		assertThat(method.attributes().isEmpty()).isFalse();
	}

	private static void assertMalformed(String method, String problem) {
		assertThatExceptionOfType(InvalidConfigurationException.class).isThrownBy(() -> find(Wrong.class, method))
			.withMessageContaining("Wrong." + method)
			.withMessageContaining(problem);
	}

	@Retention(RetentionPolicy.RUNTIME)
	@Traced(relation = Relation.ROOT)
	@interface Job {

		@AliasFor(annotation = Traced.class, attribute = "attributes")
		String[] describedBy();

	}

	static class Wrong {

		@Traced(attributes = "order.id")
		void noValue(String order) {
		}

		@Traced(attributes = "=x")
		void noName(String order) {
		}

		@Traced(attributes = "a=#{#order.")
		void unfinished(String order) {
		}

		@Traced(attributes = "a=#{#order..id}")
		void nonsense(String order) {
		}

		@Traced
		void part(@SpanAttribute(expression = "id +") String order) {
		}

		@Traced(attributes = "a=#{#ordr.id}")
		void unknown(String order) {
		}

		@Traced(attributes = "a=#{#order.substring(#n)}")
		void unknownInside(String order) {
		}

		@Traced
		@SpanAttribute
		String nameless() {
			return "";
		}

		@Job(describedBy = "a=b")
		void composed() {
		}

	}

}
