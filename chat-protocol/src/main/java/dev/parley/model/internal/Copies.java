package dev.parley.model.internal;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Unmodifiable copies that keep the order of what they copy. Those of {@link Map#copyOf} and {@link Set#copyOf} iterate
 * in an order of their own in each process: what is sent would differ from node to node, and no run could be replayed.
 */
public final class Copies {

    private Copies() {}

    /**
     * Copies a map.
     *
     * @throws NullPointerException if a key or value is null
     */
    public static <K, V> Map<K, V> of(Map<? extends K, ? extends V> map) {
        if (map.isEmpty()) {
            return Collections.emptyMap();
        }
        Map<K, V> copy = new LinkedHashMap<>(map);
        copy.forEach((key, value) -> {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(value, "value");
        });
        if (copy.size() == 1) { // most that live long are: it takes far less memory so
            Map.Entry<K, V> only = copy.entrySet().iterator().next();
            return Collections.singletonMap(only.getKey(), only.getValue());
        }
        return Collections.unmodifiableMap(copy);
    }

    /**
     * Copies a set.
     *
     * @throws NullPointerException if an element is null
     */
    public static <E> Set<E> of(Set<? extends E> set) {
        if (set.isEmpty()) {
            return Collections.emptySet();
        }
        Set<E> copy = new LinkedHashSet<>(set);
        copy.forEach(element -> Objects.requireNonNull(element, "element"));
        return Collections.unmodifiableSet(copy);
    }
}
