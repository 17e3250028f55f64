package dev.parley.presence.redis;

import dev.parley.core.spi.discovery.NodeDirectory;
import dev.parley.core.spi.node.NodeBus;
import dev.parley.core.spi.node.SessionDirectory;
import dev.parley.presence.redis.internal.Redis;
import dev.parley.presence.redis.internal.bus.RedisBus;
import dev.parley.presence.redis.internal.directory.RedisSessionDirectory;
import dev.parley.presence.redis.internal.discovery.RedisNodeDirectory;
import java.util.List;

/**
 * What connects the nodes of a cluster, on Redis 7: one server, or a Redis cluster. Redis need not be there when this is
 * made, and may go and come: until it is back, calls fail at once. Who made it closes it, after the engine. Thread-safe.
 */
public final class RedisNodes implements AutoCloseable {

    private final Redis redis;
    private final RedisBus bus;
    private final SessionDirectory sessions;
    private final NodeDirectory discovery;

    private RedisNodes(Redis redis, RedisOptions options) {
        this.redis = redis;
        this.bus = new RedisBus(redis, options.prefix());
        this.sessions = new RedisSessionDirectory(redis, options);
        this.discovery = new RedisNodeDirectory(redis, options.prefix());
    }

    /**
     * Uses one server, or the master that sentinels name. Does not wait for it.
     *
     * @param uri as Lettuce reads it: {@code redis://user:password@host:6379/0}, {@code rediss://…} for TLS,
     *     {@code redis-sentinel://…}
     * @param options how it is used
     * @return what connects the nodes
     */
    public static RedisNodes connect(String uri, RedisOptions options) {
        return new RedisNodes(Redis.single(uri, options), options);
    }

    /**
     * Uses a Redis cluster. Does not wait for it.
     *
     * @param uris some of its servers, 1 or more, which name the others
     * @param options how it is used
     * @return what connects the nodes; frames go over sharded channels
     */
    public static RedisNodes connectCluster(List<String> uris, RedisOptions options) {
        return new RedisNodes(Redis.cluster(uris, options), options);
    }

    /**
     * The bus between nodes.
     *
     * @return the bus
     */
    public NodeBus bus() {
        return bus;
    }

    /**
     * Which nodes live, and who is on them.
     *
     * @return the directory
     */
    public SessionDirectory sessions() {
        return sessions;
    }

    /**
     * Which nodes clients may connect to, for clusters whose clients choose one.
     *
     * @return the directory
     */
    public NodeDirectory discovery() {
        return discovery;
    }

    /** Closes the connections and ends the threads; waits for that, a few seconds at most. */
    @Override
    public void close() {
        bus.close();
        redis.close();
    }
}
