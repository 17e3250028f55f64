package dev.parley.store.cassandra.internal.row;

/**
 * Which bucket what lies in. An append lies in the bucket of its first entry, whole, so a bucket can hold some entries that
 * by their seqs belong to the next. Immutable.
 *
 * @param entries about how many entries a bucket holds
 */
public record Buckets(int entries) {

    /** The bucket that an entry lies in, unless it came with others that lie in an earlier one. */
    public long of(long seq) {
        return (seq - 1) / entries;
    }

    /** The bucket of the next append to a log with this head; any other is not current. */
    public long next(long head) {
        return of(head + 1);
    }
}
