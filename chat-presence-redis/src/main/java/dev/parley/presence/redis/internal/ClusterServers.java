package dev.parley.presence.redis.internal;

import dev.parley.presence.redis.RedisOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The servers of a Redis cluster. Thread-safe. */
final class ClusterServers implements Servers {

    private static final Duration REFRESH = Duration.ofSeconds(10);
    private static final Duration REFRESH_AT_MOST = Duration.ofSeconds(1);

    private final ClientResources resources;
    private final RedisClusterClient client;
    private final RedisClient ears;
    private volatile boolean known;

    ClusterServers(List<String> uris, RedisOptions options) {
        List<RedisURI> seeds =
                uris.stream().map(uri -> Servers.uri(uri, options)).toList();
        resources = Servers.resources(options);
        client = RedisClusterClient.create(resources, seeds);
        client.setOptions(ClusterClientOptions.builder(Servers.commands(options))
                .topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
                        .enablePeriodicRefresh(REFRESH)
                        .adaptiveRefreshTriggersTimeout(REFRESH_AT_MOST)
                        .build())
                .build());
        ears = RedisClient.create(resources);
        ears.setOptions(Servers.hearing(options));
    }

    @Override
    public CompletionStage<StatefulConnection<String, byte[]>> open() {
        return lookUp().thenCompose(known -> client.connectAsync(Commands.CODEC))
                .thenApply(connection -> connection);
    }

    /** To the master that has the channel's slot. */
    @Override
    public CompletionStage<StatefulRedisPubSubConnection<String, byte[]>> openFor(String channel, boolean again) {
        return (again || !known ? lookUp() : CompletableFuture.<@Nullable Void>completedStage(null))
                .thenCompose(found -> {
                    RedisClusterNode master = client.getPartitions().getMasterBySlot(SlotHash.getSlot(channel));
                    if (master == null) {
                        throw Failures.notConnected();
                    }
                    return ears.connectPubSubAsync(Commands.CODEC, master.getUri());
                });
    }

    /** Asks which servers there are and which slots they have. */
    private CompletionStage<Void> lookUp() {
        return client.refreshPartitionsAsync().thenAccept(found -> known = true);
    }

    @Override
    public boolean sharded() {
        return true;
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, GOODBYE);
        ears.shutdown(Duration.ZERO, GOODBYE);
        Servers.end(resources);
    }
}
