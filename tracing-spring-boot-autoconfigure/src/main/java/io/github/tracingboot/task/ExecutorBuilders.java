package io.github.tracingboot.task;

import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;
import org.springframework.boot.task.ThreadPoolTaskExecutorBuilder;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.util.function.SingletonSupplier;

/**
 * Lets Boot's builders build executors that carry the context. The executors themselves
 * stay what they are: no proxy, whose final methods would fail.
 *
 * <p>
 * A bean of type {@link TaskDecorator} would be the simpler way, but where the user has
 * one as well, Boot 3.5 applies neither.
 */
final class ExecutorBuilders {

	private ExecutorBuilders() {
	}

	static Object decorated(Object bean) {
		if (bean instanceof ThreadPoolTaskExecutorBuilder builder) {
			return builder.taskDecorator(new ContextDecorator(
					new Present(() -> builder.customizers(List.of()).configure(new PooledProbe()).decorator)));
		}
		if (bean instanceof SimpleAsyncTaskExecutorBuilder builder) {
			return builder.taskDecorator(new ContextDecorator(
					new Present(() -> builder.customizers(List.of()).configure(new SimpleProbe()).decorator)));
		}
		return bean;
	}

	/**
	 * The decorator that a builder holds. It does not tell, but sets it, so an executor
	 * has to be configured; with the first task, because most applications start without
	 * any.
	 *
	 * @param found finds it
	 */
	private record Present(SingletonSupplier<TaskDecorator> found) implements TaskDecorator {

		Present(Supplier<@Nullable TaskDecorator> found) {
			this(SingletonSupplier.ofNullable(found));
		}

		@Override
		public Runnable decorate(Runnable task) {
			TaskDecorator decorator = this.found.get();
			return (decorator != null) ? decorator.decorate(task) : task;
		}

	}

	@SuppressWarnings("serial") // never initialized, let alone serialized
	private static final class PooledProbe extends ThreadPoolTaskExecutor {

		private @Nullable TaskDecorator decorator;

		@Override
		public void setTaskDecorator(TaskDecorator decorator) {
			this.decorator = decorator;
		}

	}

	@SuppressWarnings("serial") // never initialized, let alone serialized
	private static final class SimpleProbe extends SimpleAsyncTaskExecutor {

		private @Nullable TaskDecorator decorator;

		@Override
		public void setTaskDecorator(TaskDecorator decorator) {
			this.decorator = decorator;
		}

	}

}
