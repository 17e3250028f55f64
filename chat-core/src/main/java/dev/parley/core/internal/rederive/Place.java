package dev.parley.core.internal.rederive;

import dev.parley.model.Entry;
import java.time.Instant;
import java.util.UUID;

/**
 * Where a row has to be. Immutable.
 *
 * @param seq of the entry that moves it there
 * @param id of that entry
 * @param time when that entry was stored
 */
record Place(long seq, UUID id, Instant time) {

    static Place of(Entry entry) {
        return new Place(entry.seq(), entry.id(), entry.time());
    }
}
