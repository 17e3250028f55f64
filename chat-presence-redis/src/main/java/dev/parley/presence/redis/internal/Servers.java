package dev.parley.presence.redis.internal;

import dev.parley.presence.redis.RedisOptions;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Where the servers are, and how they are connected to. Implementations are thread-safe. */
interface Servers extends AutoCloseable {

    /** How long closing may take. */
    Duration GOODBYE = Duration.ofSeconds(2);

    /** Opens the connection for commands, which then comes back by itself whenever it breaks. */
    CompletionStage<StatefulConnection<String, byte[]>> open();

    /**
     * Opens a connection on which a channel can be heard; when it breaks, it has ended.
     *
     * @param again whether it was not where it was looked for last
     */
    CompletionStage<StatefulRedisPubSubConnection<String, byte[]>> openFor(String channel, boolean again);

    /** Whether channels are sharded. */
    boolean sharded();

    @Override
    void close();

    /**
     * What is true of every connection for commands: without a connection they are rejected, not kept, and what was under
     * way when it broke is not sent again, because nobody could tell what happened in between.
     */
    static ClientOptions commands(RedisOptions options) {
        return common(options).autoReconnect(true).replayFilter(command -> true).build();
    }

    /** What is true of every connection that hears: whoever hears opens the next one, and knows of each break. */
    static ClientOptions hearing(RedisOptions options) {
        return common(options).autoReconnect(false).build();
    }

    private static ClientOptions.Builder common(RedisOptions options) {
        return ClientOptions.builder()
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(options.queue())
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(options.timeout())
                        .keepAlive(true)
                        .build())
                .timeoutOptions(TimeoutOptions.enabled(options.timeout()));
    }

    /** Threads and times that the connections share. */
    static ClientResources resources(RedisOptions options) {
        Duration silence = options.timeout().multipliedBy(2);
        return ClientResources.builder()
                .reconnectDelay(
                        Delay.equalJitter(Duration.ofMillis(50), Redis.LONGEST_PAUSE, 50, TimeUnit.MILLISECONDS))
                .nettyCustomizer(new NettyCustomizer() {
                    @Override
                    public void afterChannelInitialized(Channel channel) {
                        channel.pipeline().addFirst(new Silence(silence));
                    }
                })
                .build();
    }

    /** An address, with the time that a handshake may take. */
    static RedisURI uri(String uri, RedisOptions options) {
        RedisURI parsed = RedisURI.create(uri);
        parsed.setTimeout(options.timeout());
        return parsed;
    }

    /** Ends what the connections share. */
    static void end(ClientResources resources) {
        resources.shutdown(0, GOODBYE.toMillis(), TimeUnit.MILLISECONDS).awaitUninterruptibly(GOODBYE.toMillis());
    }
}
