package dev.parley.benchmarks.load.parley;

import com.datastax.oss.driver.api.core.CqlSession;
import dev.parley.benchmarks.load.backend.Backends;
import dev.parley.core.ChatOptions;
import dev.parley.core.RateOptions;
import dev.parley.presence.redis.RedisNodes;
import dev.parley.presence.redis.RedisOptions;
import dev.parley.store.cassandra.CassandraStore;
import java.nio.file.Path;
import java.util.List;

/**
 * One node on Cassandra and Redis: those that the system properties name ({@link Backends#flags}), as the nodes of a cluster
 * share them, or, without, servers of its own.
 */
final class ClusterStore {

    private static final String PREFIX = "load.prefix";

    private ClusterStore() {}

    static OpenStore open(Path directory) {
        Backends.Address named = Backends.Address.ofProperties();
        if (named != null) {
            return open(named, List.of(), () -> {});
        }
        Backends own = Backends.start(directory);
        return open(own.address(), List.of(own.cassandraPid(), own.redisPid()), own::close);
    }

    private static OpenStore open(Backends.Address address, List<Long> helpers, OpenStore.Closing last) {
        // It connects by itself while Cassandra is opened, which takes longer.
        RedisNodes redis = RedisNodes.connect(
                address.redis(), RedisOptions.DEFAULT.withPrefix(System.getProperty(PREFIX, "load:")));
        CqlSession session = address.connect();
        CassandraStore store = CassandraStore.open(session, Backends.OPTIONS);
        ChatOptions options = ChatOptions.DEFAULT.with(RateOptions.NONE).with(Backends.LANES);
        return new OpenStore(
                store.stores(),
                helpers,
                builder -> builder.cluster(redis.bus(), redis.sessions()).options(options),
                () -> {
                    redis.close();
                    store.close();
                    session.close();
                    last.close();
                });
    }
}
