package dev.parley.core.internal.outbound;

import dev.parley.core.internal.fanout.Delivery;
import dev.parley.protocol.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Events to say again after an answer that may be older than they are: inbox rows while rows are read, presence during
 * a watch. An {@link OutboundQueue} guards it.
 */
final class OutboundRepeats {

    private static final int MOST = 1_000;

    private @Nullable Map<Class<? extends Event>, Integer> asking;
    private @Nullable Map<Object, Delivery> noted;

    /** An answer is being made. */
    void begin(Class<? extends Event> kind) {
        if (asking == null) {
            asking = new HashMap<>(4);
        }
        asking.merge(kind, 1, Integer::sum);
    }

    /** Notes an event that may have to be said again; false when there are too many. */
    boolean note(Delivery delivery) {
        Object key = delivery.coalescing();
        if (asking == null
                || key == null
                || !asking.containsKey(delivery.event().getClass())) {
            return true;
        }
        if (noted == null) {
            noted = new LinkedHashMap<>();
        }
        noted.put(key, delivery);
        return noted.size() <= MOST;
    }

    /** An answer is written; what to say again, once the last one of its kind is. */
    List<Delivery> end(Class<? extends Event> kind) {
        if (asking == null || asking.merge(kind, -1, Integer::sum) > 0) {
            return List.of();
        }
        asking.remove(kind);
        asking = asking.isEmpty() ? null : asking;
        if (noted == null) {
            return List.of();
        }
        List<Delivery> again = new ArrayList<>(noted.values());
        again.removeIf(delivery -> delivery.event().getClass() != kind);
        noted.values().removeIf(delivery -> delivery.event().getClass() == kind);
        noted = noted.isEmpty() ? null : noted;
        return again;
    }

    /** Tells whether no answer is being made: then there is nothing to remember. */
    boolean over() {
        return asking == null && noted == null;
    }
}
