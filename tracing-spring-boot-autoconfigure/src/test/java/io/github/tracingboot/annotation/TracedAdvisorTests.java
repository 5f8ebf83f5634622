package io.github.tracingboot.annotation;

import java.lang.reflect.Method;
import java.util.Arrays;

import io.opentelemetry.api.trace.SpanKind;
import org.junit.jupiter.api.Test;
import org.springframework.samples.Clinic;

import io.github.tracingboot.annotation.TracedBeans.Greeter;
import io.github.tracingboot.annotation.TracedBeans.PoliteGreeter;
import io.github.tracingboot.annotation.TracedBeans.Store;
import io.github.tracingboot.annotation.TracedBeans.Texts;

import static io.github.tracingboot.annotation.TracedMethods.find;
import static io.github.tracingboot.annotation.TracedMethods.traced;
import static org.assertj.core.api.Assertions.assertThat;

/** Which methods are traced. */
class TracedAdvisorTests {

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
		assertThat(traced(Described.class, "toString").name()).isEqualTo("Described.toString");
	}

	@Test
	void whatNoProxyCanReachDoesNotCount() {
		assertThat(find(Unreachable.class, "secret")).isNull();
		assertThat(find(Unreachable.class, "fixed")).isNull();
		assertThat(find(Unreachable.class, "shared")).isNull();
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
		assertThat(find(bridge, Texts.class)).isNotNull();
		assertThat(traced(Store.class, Texts.class, "save").name()).isEqualTo("Texts.save");
		assertThat(traced(Texts.class, "save").name()).isEqualTo("Texts.save");
	}

	@Test
	void onAGenericMethodHoldsForASuperclassThatDoesNotKnowIt() {
		assertThat(traced(Store.class, Notes.class, "save").name()).isEqualTo("Notes.save");
	}

	@Test
	void aClassThatDoesNotMentionItIsPassedOver() {
		assertThat(TracedAnnotations.mentionedBy(Stranger.class)).isFalse();
		assertThat(TracedAnnotations.mentionedBy(Writer.class)).isFalse();
	}

	@Test
	void anApplicationMayBeCalledLikeSpring() {
		assertThat(TracedAnnotations.mentionedBy(Clinic.class)).isTrue();
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

	static class Described {

		@Override
		@Traced
		public String toString() {
			return "described";
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

	static class Writer {

		public void save(String item) {
		}

	}

	static class Notes extends Writer implements Store<String> {

	}

}
