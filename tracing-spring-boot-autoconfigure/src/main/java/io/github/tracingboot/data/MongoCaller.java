package io.github.tracingboot.data;

import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import com.mongodb.RequestContext;
import io.opentelemetry.context.Context;

/** The context in which a command was asked for, and what others put beside it. */
final class MongoCaller implements RequestContext {

	private final Context context = Context.current();

	private final Map<Object, Object> values = new ConcurrentHashMap<>(0);

	Context context() {
		return this.context;
	}

	@Override
	@SuppressWarnings({ "unchecked", "TypeParameterUnusedInFormals" }) // of the interface
	public <T> T get(Object key) {
		Object value = this.values.get(key);
		if (value == null) {
			throw new NoSuchElementException("Nothing under " + key);
		}
		return (T) value;
	}

	@Override
	public boolean hasKey(Object key) {
		return this.values.containsKey(key);
	}

	@Override
	public boolean isEmpty() {
		return this.values.isEmpty();
	}

	@Override
	public void put(Object key, Object value) {
		this.values.put(key, value);
	}

	@Override
	public void delete(Object key) {
		this.values.remove(key);
	}

	@Override
	public int size() {
		return this.values.size();
	}

	@Override
	public Stream<Map.Entry<Object, Object>> stream() {
		return this.values.entrySet().stream();
	}

}
