package io.github.tracingboot.sdk;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The events or links of one span: what comes when it is full is counted and dropped.
 * Made when there is something to hold.
 */
final class LimitedList<E> {

	private final List<E> elements;

	private int added;

	private LimitedList(List<E> elements, int added) {
		this.elements = elements;
		this.added = added;
	}

	/**
	 * Takes over what a builder has collected.
	 * @param elements those that there is room for
	 * @param added how many there were
	 * @return the list, {@code null} for nothing
	 */
	static <E> @Nullable LimitedList<E> of(@Nullable List<E> elements, int added) {
		return (added > 0) ? new LimitedList<>((elements != null) ? elements : new ArrayList<>(2), added) : null;
	}

	/**
	 * Adds an element.
	 * @param list what there is so far, {@code null} for nothing
	 * @param limit how many there may be
	 * @return the list with it
	 */
	static <E> LimitedList<E> add(@Nullable LimitedList<E> list, E element, int limit) {
		LimitedList<E> present = (list != null) ? list : new LimitedList<>(new ArrayList<>(2), 0);
		if (present.elements.size() < limit) {
			present.elements.add(element);
		}
		present.added++;
		return present;
	}

	static <E> @Nullable LimitedList<E> copy(@Nullable LimitedList<E> list) {
		return (list != null) ? new LimitedList<>(new ArrayList<>(list.elements), list.added) : null;
	}

	static <E> List<E> elements(@Nullable LimitedList<E> list) {
		return (list != null) ? Collections.unmodifiableList(list.elements) : List.of();
	}

	/** How many were added, which includes those that were dropped. */
	static int added(@Nullable LimitedList<?> list) {
		return (list != null) ? list.added : 0;
	}

}
