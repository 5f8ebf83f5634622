package io.github.tracingboot.task;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;
import org.springframework.boot.task.ThreadPoolTaskExecutorBuilder;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/**
 * Lets Boot's builders build executors that carry the context. The executors themselves
 * stay what they are: no proxy, whose final methods would fail.
 *
 * <p>
 * A bean of type {@link TaskDecorator} would be the simpler way, but where the user has
 * one as well, Boot 3.5 applies neither.
 */
final class ExecutorBuilderPostProcessor implements BeanPostProcessor {

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof ThreadPoolTaskExecutorBuilder builder) {
			PooledProbe probe = builder.customizers(List.of()).configure(new PooledProbe());
			return builder.taskDecorator(new ContextDecorator(probe.decorator));
		}
		if (bean instanceof SimpleAsyncTaskExecutorBuilder builder) {
			SimpleProbe probe = builder.customizers(List.of()).configure(new SimpleProbe());
			return builder.taskDecorator(new ContextDecorator(probe.decorator));
		}
		return bean;
	}

	// A builder does not tell which decorator it holds, but it sets it.

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
