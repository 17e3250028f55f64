package dev.parley.model.internal;

import java.util.Comparator;
import java.util.UUID;

/**
 * The order of entry ids. They are UUIDs of version 7 (RFC 9562, section 5.7), so it is the order of their time.
 * Thread-safe.
 */
public final class EntryIdOrder {

    /** By time; as unsigned numbers of 128 bits, which is also the order of their text. */
    public static final Comparator<UUID> BY_TIME = Comparator.comparing(
                    UUID::getMostSignificantBits, Long::compareUnsigned)
            .thenComparing(UUID::getLeastSignificantBits, Long::compareUnsigned);

    private EntryIdOrder() {}
}
