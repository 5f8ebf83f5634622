package io.github.tracingboot.data;

import com.influxdb.client.InfluxDBClientOptions;
import io.opentelemetry.context.Context;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

import org.springframework.beans.factory.config.BeanPostProcessor;

/** Adds the interceptor to the options that a client is made of. */
final class InfluxPostProcessor implements BeanPostProcessor {

	private final InfluxInterceptor interceptor;

	InfluxPostProcessor(InfluxInterceptor interceptor) {
		this.interceptor = interceptor;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof InfluxDBClientOptions options) {
			OkHttpClient.Builder client = options.getOkHttpClient();
			if (!client.interceptors().contains(this.interceptor)) {
				// First, so that it is there before the one that adds the token.
				client.interceptors().add(0, this.interceptor);
				client.dispatcher(inContextOfCaller(client.build().dispatcher()));
			}
		}
		return bean;
	}

	/** A query with a callback runs on a thread of the dispatcher. */
	private static Dispatcher inContextOfCaller(Dispatcher dispatcher) {
		Dispatcher decorated = new Dispatcher(Context.taskWrapping(dispatcher.executorService()));
		decorated.setMaxRequests(dispatcher.getMaxRequests());
		decorated.setMaxRequestsPerHost(dispatcher.getMaxRequestsPerHost());
		decorated.setIdleCallback(dispatcher.getIdleCallback());
		return decorated;
	}

}
