package dev.parley.presence.redis;

import dev.parley.model.internal.Checks;
import java.time.Duration;

/**
 * What a {@link RedisLogCache} keeps, and how long it is waited for. Immutable.
 *
 * @param prefix what every key begins with; 1 to 64 characters without braces, which have a meaning in a Redis cluster; equal
 *     on all nodes of one cluster and different for each store; default {@code parley:}
 * @param entries how many of the newest entries of a conversation are kept, 1 to 1,000; default 200
 * @param entryBytes the largest entry that is kept, 256 bytes to 1 MiB; default 8 KiB
 * @param bytes the most bytes of entries that are kept of one conversation, {@code entryBytes} to 64 MiB; the oldest go;
 *     default 256 KiB
 * @param expiry how long after the first of them the entries of a conversation are forgotten, 1 s to 1 day; default 10 min
 * @param timeout how long a read waits for Redis, 1 ms to 2 s, before it asks the store; default 100 ms
 */
public record RedisLogCacheOptions(
        String prefix, int entries, int entryBytes, int bytes, Duration expiry, Duration timeout) {

    private static final int KIB = 1_024;

    /** Keys below {@code parley:}, 200 entries of up to 8 KiB, 256 KiB in all, 10 min, 100 ms. */
    public static final RedisLogCacheOptions DEFAULT = new RedisLogCacheOptions(
            "parley:", 200, 8 * KIB, 256 * KIB, Duration.ofMinutes(10), Duration.ofMillis(100));

    public RedisLogCacheOptions {
        RedisOptions.checkPrefix(prefix);
        Checks.within("entries", entries, 1, 1_000);
        Checks.within("entryBytes", entryBytes, 256, KIB * KIB);
        Checks.within("bytes", bytes, entryBytes, 64 * KIB * KIB);
        Checks.within("expiry", expiry, Duration.ofSeconds(1), Duration.ofDays(1));
        Checks.within("timeout", timeout, Duration.ofMillis(1), Duration.ofSeconds(2));
    }

    /**
     * The same with another prefix, for clusters that share a Redis.
     *
     * @param other the prefix
     * @return the options
     */
    public RedisLogCacheOptions withPrefix(String other) {
        return new RedisLogCacheOptions(other, entries, entryBytes, bytes, expiry, timeout);
    }

    /**
     * The same with another number of entries.
     *
     * @param other how many of each conversation
     * @return the options
     */
    public RedisLogCacheOptions withEntries(int other) {
        return new RedisLogCacheOptions(prefix, other, entryBytes, bytes, expiry, timeout);
    }

    /**
     * The same with another bound of an entry.
     *
     * @param other the largest that is kept, in bytes
     * @return the options
     */
    public RedisLogCacheOptions withEntryBytes(int other) {
        return new RedisLogCacheOptions(prefix, entries, other, bytes, expiry, timeout);
    }

    /**
     * The same with another bound of a conversation.
     *
     * @param other the most bytes of entries
     * @return the options
     */
    public RedisLogCacheOptions withBytes(int other) {
        return new RedisLogCacheOptions(prefix, entries, entryBytes, other, expiry, timeout);
    }

    /**
     * The same with another time after which entries are forgotten.
     *
     * @param other how long
     * @return the options
     */
    public RedisLogCacheOptions withExpiry(Duration other) {
        return new RedisLogCacheOptions(prefix, entries, entryBytes, bytes, other, timeout);
    }

    /**
     * The same with another limit of a read's time.
     *
     * @param other the limit
     * @return the options
     */
    public RedisLogCacheOptions withTimeout(Duration other) {
        return new RedisLogCacheOptions(prefix, entries, entryBytes, bytes, expiry, other);
    }
}
