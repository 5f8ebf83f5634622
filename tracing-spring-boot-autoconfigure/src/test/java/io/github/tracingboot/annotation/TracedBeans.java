package io.github.tracingboot.annotation;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What several tests trace. */
final class TracedBeans {

	private TracedBeans() {
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

	interface Store<T> {

		@Traced
		void save(T item);

	}

	static class Texts implements Store<String> {

		@Override
		public void save(String item) {
		}

	}

	static class Orders {

		@Traced
		void place() {
		}

		@Traced
		void refuse() {
			throw new IllegalStateException("secret");
		}

		void untraced() {
		}

	}

	static class Plain {

		@Override
		public String toString() {
			return "plain";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		Orders orders() {
			return new Orders();
		}

		@Bean
		PoliteGreeter greeter() {
			return new PoliteGreeter();
		}

		@Bean
		Texts texts() {
			return new Texts();
		}

		@Bean
		Plain plain() {
			return new Plain();
		}

	}

}
