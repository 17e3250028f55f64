package dev.parley.store.cassandra.internal.log;

import dev.parley.core.spi.log.LogHead;
import dev.parley.model.Entry;
import dev.parley.store.cassandra.internal.row.KeyRow;

/** What is to become of one append of a run. All kinds are immutable. */
sealed interface Verdict {

    /** It is in the log, or is once the batch is. */
    record Added(long firstSeq) implements Verdict {}

    /** Its key was used by an append of the same run. */
    record Same(Entry entry, String fingerprint) implements Verdict {}

    /** Its key is in the log. */
    record Used(KeyRow row) implements Verdict {}

    /** What it expects does not hold. */
    record Refused(LogHead head) implements Verdict {}
}
