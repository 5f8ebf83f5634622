package io.github.tracingboot.task;

import java.lang.reflect.Field;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.scheduling.concurrent.ConcurrentTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.util.Assert;
import org.springframework.util.ReflectionUtils;

/**
 * The decorator of one of Spring's executors and schedulers. They have a setter for it
 * and no getter; to replace unseen what the application has set would break it.
 */
final class TaskDecoration {

	private static final Logger logger = LoggerFactory.getLogger(TaskDecoration.class);

	private static final String FIELD = "taskDecorator";

	private TaskDecoration() {
	}

	/** Adds the context to what is there, once. */
	static void addTo(Object executor) {
		Consumer<TaskDecorator> setter = setter(executor);
		if (setter == null) {
			return;
		}
		try {
			TaskDecorator present = (TaskDecorator) valueOf(FIELD, executor);
			if (!(present instanceof ContextDecorator)) {
				setter.accept(new ContextDecorator(present));
			}
		}
		catch (RuntimeException ex) {
			logger.warn("Tasks of {} do not carry the trace context: this version of Spring is not known",
					executor.getClass().getName(), ex);
		}
	}

	static boolean isPossibleFor(Object executor) {
		return setter(executor) != null;
	}

	/** Of a field that has no getter. */
	static @Nullable Object valueOf(String field, Object target) {
		Field found = ReflectionUtils.findField(target.getClass(), field);
		Assert.state(found != null, () -> target.getClass().getName() + " has no " + field);
		ReflectionUtils.makeAccessible(found);
		return ReflectionUtils.getField(found, target);
	}

	private static @Nullable Consumer<TaskDecorator> setter(Object executor) {
		if (executor instanceof ThreadPoolTaskExecutor pool) {
			return pool::setTaskDecorator;
		}
		if (executor instanceof ThreadPoolTaskScheduler scheduler) {
			return scheduler::setTaskDecorator;
		}
		if (executor instanceof SimpleAsyncTaskExecutor simple) {
			return simple::setTaskDecorator;
		}
		return (executor instanceof ConcurrentTaskExecutor adapter) ? adapter::setTaskDecorator : null;
	}

}
