package io.github.tracingboot.sdk;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of one span, in the order in which they came, bounded in number and
 * length. Most spans have fewer than ten: to look through a short array is faster than to
 * hash, and costs a third of the memory. Whoever changes it sees to it that nobody else
 * does.
 */
final class SpanAttributes implements Attributes {

	private static final int INITIAL_SIZE = 4;

	/** With more than these, where they are is remembered. */
	private static final int SEARCHED = 32;

	private static final @Nullable Object[] NONE = {};

	private final int limit;

	private final int lengthLimit;

	/**
	 * What came first and together, mostly a constant: copied only if one of it is set
	 * again.
	 */
	private Attributes shared = Attributes.empty();

	/** The others: keys, each with its value behind it. */
	private @Nullable Object[] entries;

	private int size;

	private int added;

	private @Nullable Map<AttributeKey<?>, Integer> index;

	/**
	 * Creates an empty one.
	 * @param limit how many there may be; what comes then is counted and dropped
	 * @param lengthLimit characters of a text; the rest is cut off
	 */
	SpanAttributes(int limit, int lengthLimit) {
		this.limit = limit;
		this.lengthLimit = lengthLimit;
		this.entries = NONE;
	}

	SpanAttributes(SpanAttributes copied) {
		this.limit = copied.limit;
		this.lengthLimit = copied.lengthLimit;
		this.shared = copied.shared;
		this.entries = Arrays.copyOf(copied.entries, 2 * copied.size);
		this.size = copied.size;
		this.added = copied.added;
		this.index = (copied.index != null) ? new HashMap<>(copied.index) : null;
	}

	/**
	 * Sets an attribute. One of the same key and type is replaced.
	 * @param key what it is called
	 * @param value its value, of the key's type
	 */
	void put(AttributeKey<?> key, Object value) {
		if (this.shared.get(key) != null) {
			copyShared();
		}
		int found = find(key);
		if (found >= 0) {
			this.added++;
			this.entries[found + 1] = ValueLimit.apply(value, this.lengthLimit);
			return;
		}
		add(key, value);
	}

	private void add(AttributeKey<?> key, Object value) {
		this.added++;
		if (size() >= this.limit) {
			return;
		}
		int end = 2 * this.size;
		if (end == this.entries.length) {
			this.entries = Arrays.copyOf(this.entries, Math.max(2 * INITIAL_SIZE, 2 * end));
		}
		this.entries[end] = key;
		this.entries[end + 1] = ValueLimit.apply(value, this.lengthLimit);
		this.size++;
		if (this.size >= SEARCHED) {
			remember(key, end);
		}
	}

	/**
	 * Sets several at once.
	 * @param attributes what is set
	 */
	void putAll(Attributes attributes) {
		if (isEmpty() && attributes.size() <= this.limit && this.lengthLimit == Integer.MAX_VALUE) {
			this.shared = attributes;
			this.added += attributes.size();
			return;
		}
		int least = this.size + attributes.size();
		if (2 * least > this.entries.length) {
			this.entries = Arrays.copyOf(this.entries, 2 * (least + INITIAL_SIZE));
		}
		attributes.forEach(this::put);
	}

	private void copyShared() {
		SpanAttributes own = new SpanAttributes(this);
		Attributes first = this.shared;
		own.shared = Attributes.empty();
		this.shared = Attributes.empty();
		this.size = 0;
		this.index = null;
		first.forEach(this::add);
		own.forEach(this::add);
		this.added = own.added;
	}

	private void remember(AttributeKey<?> key, int place) {
		if (this.index != null) {
			this.index.put(key, place);
			return;
		}
		Map<AttributeKey<?>, Integer> places = new HashMap<>();
		for (int i = 0; i < 2 * this.size; i += 2) {
			places.put((AttributeKey<?>) key(i), i);
		}
		this.index = places;
	}

	private int find(AttributeKey<?> key) {
		if (this.index != null) {
			return this.index.getOrDefault(key, -1);
		}
		int end = 2 * this.size;
		for (int i = 0; i < end; i += 2) {
			if (this.entries[i] == key) {
				return i;
			}
		}
		int hash = key.hashCode();
		for (int i = 0; i < end; i += 2) {
			Object present = key(i);
			if (present.hashCode() == hash && present.equals(key)) {
				return i;
			}
		}
		return -1;
	}

	@SuppressWarnings("NullAway") // Never null below the size.
	private Object key(int place) {
		return this.entries[place];
	}

	/** How often one was set, which includes those that were replaced or dropped. */
	int added() {
		return this.added;
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> @Nullable T get(AttributeKey<T> key) {
		int found = find(key);
		return (found >= 0) ? (T) this.entries[found + 1] : this.shared.get(key);
	}

	@Override
	@SuppressWarnings("NullAway")
	public void forEach(BiConsumer<? super AttributeKey<?>, ? super Object> consumer) {
		this.shared.forEach(consumer);
		for (int i = 0; i < 2 * this.size; i += 2) {
			consumer.accept((AttributeKey<?>) this.entries[i], this.entries[i + 1]);
		}
	}

	@Override
	public int size() {
		return this.shared.size() + this.size;
	}

	@Override
	public boolean isEmpty() {
		return this.size == 0 && this.shared.isEmpty();
	}

	@Override
	public Map<AttributeKey<?>, Object> asMap() {
		Map<AttributeKey<?>, Object> map = new LinkedHashMap<>();
		forEach(map::put);
		return Collections.unmodifiableMap(map);
	}

	@Override
	public AttributesBuilder toBuilder() {
		return Attributes.builder().putAll(this);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return this == other || (other instanceof Attributes attributes && asMap().equals(attributes.asMap()));
	}

	@Override
	public int hashCode() {
		return asMap().hashCode();
	}

	@Override
	public String toString() {
		return asMap().toString();
	}

}
