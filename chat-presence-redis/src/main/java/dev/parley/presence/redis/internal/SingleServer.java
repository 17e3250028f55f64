package dev.parley.presence.redis.internal;

import dev.parley.presence.redis.RedisOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** One server, or a master that sentinels name. Thread-safe. */
final class SingleServer implements Servers {

    private final RedisURI uri;
    private final ClientResources resources;
    private final RedisClient client;
    private final RedisClient ears;

    SingleServer(String uri, RedisOptions options) {
        this.uri = Servers.uri(uri, options);
        resources = Servers.resources(options);
        client = RedisClient.create(resources);
        client.setOptions(Servers.commands(options));
        ears = RedisClient.create(resources);
        ears.setOptions(Servers.hearing(options));
    }

    @Override
    public CompletionStage<StatefulConnection<String, byte[]>> open() {
        return client.connectAsync(Commands.CODEC, uri).thenApply(connection -> connection);
    }

    @Override
    public CompletionStage<StatefulRedisPubSubConnection<String, byte[]>> openFor(String channel, boolean again) {
        return ears.connectPubSubAsync(Commands.CODEC, uri);
    }

    @Override
    public boolean sharded() {
        return false;
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, GOODBYE);
        ears.shutdown(Duration.ZERO, GOODBYE);
        Servers.end(resources);
    }
}
