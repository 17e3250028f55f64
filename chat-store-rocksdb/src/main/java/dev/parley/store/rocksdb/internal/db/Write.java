package dev.parley.store.rocksdb.internal.db;

import java.util.function.Supplier;

/**
 * A change, as the committer makes it: together with others, in the order in which they came. Confined to the committer.
 *
 * @param <T> what the caller gets
 */
@FunctionalInterface
public interface Write<T> {

    /**
     * Reads, decides, and puts into the group what changes. It may be asked again, when the group has to start anew.
     *
     * @return what to say when the group is on the disk
     */
    Supplier<T> judge(Group group);
}
