package dev.parley.presence.redis;

import dev.parley.core.spi.log.LogStore;
import dev.parley.presence.redis.internal.Redis;
import dev.parley.presence.redis.internal.cache.CachedLogStore;
import dev.parley.presence.redis.internal.cache.Seal;
import dev.parley.presence.redis.internal.cache.Tally;
import java.util.List;
import java.util.function.Function;
import javax.crypto.SecretKey;

/**
 * The newest entries of active conversations in Redis 7, one server or a Redis cluster, for nodes that share a store of logs:
 * what one node appended or read, the others need not read from the store. The store stays what decides: of where a log ends,
 * of keys and of everything older. Redis need not be there when this is made, and may go and come: reads then ask the store.
 * It has a connection of its own, so that pages do not delay what nodes tell each other. Who made it closes it, after the
 * engine. Thread-safe.
 */
public final class RedisLogCache implements AutoCloseable {

    /**
     * What became of stretches of logs that Redis was asked for since the start. Immutable.
     *
     * @param hits it had all of it
     * @param misses it did not, and the store was asked
     * @param failures it did not answer, or not in time, and the store was asked
     * @param unreadable values that were not entries as this version writes them, each of which made its stretch a miss
     */
    public record Counts(long hits, long misses, long failures, long unreadable) {}

    private final Redis redis;
    private final RedisLogCacheOptions options;
    private final Tally tally = new Tally();

    private RedisLogCache(Function<RedisOptions, Redis> redis, RedisLogCacheOptions options) {
        this.redis = redis.apply(RedisOptions.DEFAULT.withPrefix(options.prefix()));
        this.options = options;
    }

    /**
     * Uses one server, or the master that sentinels name. Does not wait for it.
     *
     * @param uri as Lettuce reads it, see {@link RedisNodes#connect}
     * @param options what is kept
     * @return the cache
     */
    public static RedisLogCache connect(String uri, RedisLogCacheOptions options) {
        return new RedisLogCache(redis -> Redis.single(uri, redis), options);
    }

    /**
     * Uses a Redis cluster. Does not wait for it.
     *
     * @param uris some of its servers, 1 or more, which name the others
     * @param options what is kept
     * @return the cache; a conversation is on one server
     */
    public static RedisLogCache connectCluster(List<String> uris, RedisLogCacheOptions options) {
        return new RedisLogCache(redis -> Redis.cluster(uris, redis), options);
    }

    /**
     * Puts the cache before a store: for all nodes the same one, and no other with this prefix. Whoever can write to this Redis
     * is believed; see {@link #before(LogStore, SecretKey)}.
     *
     * @param store what has the logs
     * @return the same logs
     */
    public LogStore before(LogStore store) {
        return new CachedLogStore(store, redis, options, Seal.CHECKSUM, tally);
    }

    /**
     * Puts the cache before a store, and believes only what somebody with a key put in (HMAC-SHA256, RFC 2104): others can make
     * entries be read from the store again, and no more. Nodes with another key, or none, take each other's entries for missing.
     *
     * @param store what has the logs
     * @param key equal on all nodes; {@code new SecretKeySpec(bytes, "HmacSHA256")} with 16 random bytes or more
     * @return the same logs
     * @throws IllegalArgumentException when it is no key for that
     */
    public LogStore before(LogStore store, SecretKey key) {
        return new CachedLogStore(store, redis, options, Seal.by(key), tally);
    }

    /**
     * Tells how much use it is.
     *
     * @return the counts of this process
     */
    public Counts counts() {
        return new Counts(tally.hits(), tally.misses(), tally.failures(), tally.unreadables());
    }

    /** Closes the connection and ends the threads; waits for that, a few seconds at most. */
    @Override
    public void close() {
        redis.close();
    }
}
