package io.github.tracingboot.logging;

import java.lang.reflect.Method;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.BasicStatusManager;
import ch.qos.logback.core.status.StatusManager;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextStorage;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.spi.MDCAdapter;

/**
 * Logback's MDC, where whoever reads it finds the ids of the current span: they are
 * looked up then, so that a span that logs nothing does not pay for them. What the
 * application has put there stays in the adapter that this one takes the place of.
 *
 * <p>
 * Loaded only where Logback is.
 */
final class CurrentSpanMdcAdapter extends LogbackMDCAdapter {

	private final LogbackMDCAdapter own;

	private final LogFields fields;

	private volatile boolean contextIsInUse;

	CurrentSpanMdcAdapter(LogbackMDCAdapter own, LogFields fields) {
		this.own = own;
		this.fields = fields;
	}

	/**
	 * Takes the place of the adapter that is there. Several applications in one JVM ask
	 * for it; it is there once, with the fields of the first.
	 * @param fields what to look up
	 * @return whether it is there; not in place of an adapter that is not Logback's, and
	 * not where it would outlive the application
	 */
	static synchronized boolean install(LogFields fields) {
		MDCAdapter present = MDC.getMDCAdapter();
		if (present instanceof CurrentSpanMdcAdapter) {
			return true;
		}
		LoggerContext logback = (LoggerContext) LoggerFactory.getILoggerFactory();
		if (!(present instanceof LogbackMDCAdapter own) || logback.getMDCAdapter() != present
				|| MDC.class.getClassLoader() != CurrentSpanMdcAdapter.class.getClassLoader()) {
			return false;
		}
		CurrentSpanMdcAdapter adapter = new CurrentSpanMdcAdapter(own, fields);
		if (!setAdapterOfSlf4j(adapter)) {
			return false;
		}
		setAdapter(logback, adapter);
		ContextStorage.addWrapper((storage) -> {
			adapter.contextIsInUse = true;
			return storage;
		});
		return true;
	}

	/**
	 * Whether the ids are looked up. When this is asked the application has started, and
	 * whoever wants to wrap the context's storage has done so.
	 * @param traceIdKey key of the trace's id
	 * @return false also if they are there under the keys of another application
	 */
	static boolean isInstalled(String traceIdKey) {
		if (MDC.getMDCAdapter() instanceof CurrentSpanMdcAdapter adapter
				&& adapter.fields.traceId().equals(traceIdKey)) {
			adapter.contextIsInUse = true;
			return true;
		}
		return false;
	}

	/** By reflection, as SLF4J has no other way. */
	static boolean setAdapterOfSlf4j(MDCAdapter adapter) {
		try {
			Method setter = MDC.class.getDeclaredMethod("setMDCAdapter", MDCAdapter.class);
			setter.setAccessible(true);
			setter.invoke(null, adapter);
			return true;
		}
		catch (ReflectiveOperationException | RuntimeException | LinkageError ex) {
			return false;
		}
	}

	private static void setAdapter(LoggerContext logback, MDCAdapter adapter) {
		StatusManager statuses = logback.getStatusManager();
		// Otherwise the application starts with a warning of Logback that it was set.
		logback.setStatusManager(new BasicStatusManager());
		logback.setMDCAdapter(adapter);
		logback.setStatusManager(statuses);
	}

	@Override
	public @Nullable String get(String key) {
		// Who asks for the id may know more than was heard of the context's use.
		Context context = current(this.contextIsInUse || this.fields.traceId().equals(key));
		String found = (context != null && key != null) ? this.fields.valueIn(context, key) : null;
		return (found != null) ? found : this.own.get(key);
	}

	@Override
	public @Nullable Map<String, String> getPropertyMap() {
		Map<String, String> found = found();
		Map<String, String> present = this.own.getPropertyMap();
		if (found.isEmpty()) {
			return present;
		}
		if (present != null) {
			present.forEach(found::putIfAbsent);
		}
		return found;
	}

	@Override
	public @Nullable Map<String, String> getCopyOfContextMap() {
		Map<String, String> present = getPropertyMap();
		return (present != null) ? new HashMap<>(present) : null;
	}

	/**
	 * Sets what the application has. What is looked up now is not the application's: if a
	 * copy that was taken in a span is put back there, the ids would stay after the span.
	 */
	@Override
	@SuppressWarnings({ "rawtypes", "unchecked" }) // as it is declared
	public void setContextMap(@Nullable Map contextMap) {
		Map<String, String> found = found();
		if (contextMap == null || found.isEmpty()) {
			this.own.setContextMap(contextMap);
			return;
		}
		Map<String, String> owned = new HashMap<>(contextMap);
		found.keySet().forEach((key) -> owned.computeIfPresent(key, (name, value) -> this.own.get(name)));
		this.own.setContextMap(owned);
	}

	@Override
	public void put(String key, @Nullable String value) {
		this.own.put(key, value);
	}

	@Override
	public void remove(String key) {
		this.own.remove(key);
	}

	@Override
	public void clear() {
		this.own.clear();
	}

	@Override
	public void pushByKey(String key, String value) {
		this.own.pushByKey(key, value);
	}

	@Override
	public @Nullable String popByKey(String key) {
		return this.own.popByKey(key);
	}

	@Override
	public @Nullable Deque<String> getCopyOfDequeByKey(String key) {
		return this.own.getCopyOfDequeByKey(key);
	}

	@Override
	public void clearDequeByKey(String key) {
		this.own.clearDequeByKey(key);
	}

	private Map<String, String> found() {
		Context context = current(this.contextIsInUse);
		return (context != null) ? this.fields.valuesIn(context) : Map.of();
	}

	/**
	 * The first look at the context would keep everybody out who wants to wrap its
	 * storage, so there is none until somebody else had the first.
	 */
	private @Nullable Context current(boolean look) {
		ContextStorage storage = look ? ContextStorage.get() : null;
		// Null while it is made, which those who wrap it may log about.
		Context context = (storage != null) ? storage.current() : null;
		if (context != null && !this.contextIsInUse) {
			this.contextIsInUse = true;
		}
		return context;
	}

}
