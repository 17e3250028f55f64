package dev.parley.store.cassandra.internal.log;

import dev.parley.store.cassandra.internal.row.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one conditional batch adds to a log. Immutable.
 *
 * @param before the head that the bucket must have, or null when the batch begins it
 * @param firstSeq the seq of the first entry
 * @param entries the entries, 1 or more
 * @param after where the log ends then
 */
record Addition(@Nullable Long before, long firstSeq, List<Prepared> entries, Position after) {}
