package dev.parley.model.internal;

import java.util.Comparator;
import java.util.UUID;

/**
 * The order of entry ids. They are UUIDs of version 7 (RFC 9562, section 5.7), so it is the order of their time.
 * Thread-safe.
 */
public final class EntryIdOrder {

    /** By time; as unsigned numbers of 128 bits, which is also the order of their text. */
    public static final Comparator<UUID> BY_TIME = EntryIdOrder::compare;

    private EntryIdOrder() {}

    private static int compare(UUID one, UUID other) {
        int high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
    }
}
