package io.github.tracingboot.task;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;

import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.TaskExecutor;

/**
 * Has executor beans of every kind carry the context. Spring's stay what they are and get
 * a decorator; the JDK's are wrapped where the bean is declared as an interface, so that
 * it can be injected as before.
 */
final class ExecutorPostProcessor implements BeanPostProcessor, BeanFactoryAware {

	private static final Logger logger = LoggerFactory.getLogger(ExecutorPostProcessor.class);

	private @Nullable ConfigurableListableBeanFactory beans;

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beans = (beanFactory instanceof ConfigurableListableBeanFactory listable) ? listable : null;
	}

	/** A pool reads its decorator while it is initialized. */
	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		TaskDecoration.addTo(bean);
		return bean;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof SimpleApplicationEventMulticaster multicaster) {
			carryWith(multicaster);
		}
		if (!(bean instanceof Executor executor)) {
			return ExecutorBuilders.decorated(bean);
		}
		if (isCarrying(executor)) {
			return bean;
		}
		Executor carrying = carrying(executor);
		Class<?> declared = declaredType(beanName);
		if (carrying != null && declared != null && declared.isInstance(carrying)) {
			return carrying;
		}
		logger.info(
				"Tasks of the bean '{}' do not carry the trace context: it is declared as {}. Declare it as an "
						+ "interface such as ExecutorService.",
				beanName, (declared != null) ? declared.getName() : "no type");
		return bean;
	}

	private static boolean isCarrying(Executor executor) {
		return TaskDecoration.isPossibleFor(executor) || isOfOpenTelemetry(executor) || executor instanceof Carrying;
	}

	private static boolean isOfOpenTelemetry(Executor executor) {
		return executor.getClass().getPackage() == Context.class.getPackage();
	}

	private static @Nullable Executor carrying(Executor executor) {
		if (executor instanceof ScheduledExecutorService scheduler) {
			return Context.taskWrapping(scheduler);
		}
		if (executor instanceof ExecutorService service) {
			return Context.taskWrapping(service);
		}
		return (executor instanceof AsyncTaskExecutor) ? null : new Carrying(executor);
	}

	/** Not the type of the instance, which nobody outside can name. */
	private @Nullable Class<?> declaredType(String beanName) {
		if (this.beans == null || !this.beans.containsBeanDefinition(beanName)) {
			return null;
		}
		return this.beans.getMergedBeanDefinition(beanName).getResolvableType().resolve();
	}

	/** Its executor is usually not a bean. */
	private static void carryWith(SimpleApplicationEventMulticaster multicaster) {
		try {
			Object executor = TaskDecoration.valueOf("taskExecutor", multicaster);
			if (executor instanceof Executor given && !isOfOpenTelemetry(given) && !(given instanceof Carrying)) {
				TaskDecoration.addTo(given);
				if (!TaskDecoration.isPossibleFor(given)) {
					multicaster.setTaskExecutor(new Carrying(given));
				}
			}
		}
		catch (RuntimeException ex) {
			logger.warn("Asynchronous events do not carry the trace context: this version of Spring is not known", ex);
		}
	}

	/**
	 * An executor that can only execute.
	 *
	 * @param delegate runs the tasks
	 */
	private record Carrying(Executor delegate) implements TaskExecutor {

		@Override
		public void execute(Runnable task) {
			this.delegate.execute(Context.current().wrap(task));
		}

	}

}
