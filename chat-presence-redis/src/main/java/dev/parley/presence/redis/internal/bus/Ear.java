package dev.parley.presence.redis.internal.bus;

import dev.parley.presence.redis.internal.Redis;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to one channel, on a connection of its own that is asked every second whether it lives. When it is lost, or the
 * channel moves to another server, another one is opened, and the listener hears of both: that nothing is heard, and that
 * it is again. Fields other than {@code closed} are used on the thread of {@link Redis} only.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a connection that is given up closes when it can
final class Ear implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Ear.class);
    private static final Duration BEAT = Duration.ofSeconds(1);

    private final Redis redis;
    private final String channel;
    private final Inbox inbox;
    private volatile boolean closed;
    private @Nullable StatefulRedisPubSubConnection<String, byte[]> current;
    private int failed;

    Ear(Redis redis, String channel, Inbox inbox) {
        this.redis = redis;
        this.channel = channel;
        this.inbox = inbox;
    }

    /** Begins to listen; whoever is told something before that is told that they may have missed it. */
    void open() {
        redis.soon(this::connect);
    }

    private void connect() {
        if (closed) {
            return;
        }
        Redis.attempt(() -> redis.openFor(channel, failed > 0))
                .whenComplete((connection, failure) -> redis.soon(() -> {
                    if (failure != null) {
                        again(failure);
                    } else if (closed) {
                        connection.closeAsync();
                    } else {
                        listen(connection);
                    }
                }));
    }

    private void listen(StatefulRedisPubSubConnection<String, byte[]> connection) {
        current = connection;
        connection.addListener(new RedisConnectionStateListener() {
            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
                redis.soon(() -> lost(connection, new RedisException("the connection broke")));
            }
        });
        connection.addListener(new RedisPubSubAdapter<String, byte[]>() {
            @Override
            public void message(String from, byte[] frame) {
                inbox.offer(frame);
            }

            @Override
            public void smessage(String from, byte[] frame) {
                inbox.offer(frame);
            }

            @Override
            public void sunsubscribed(String from, long left) {
                redis.soon(() -> lost(connection, new RedisException("the channel moved to another server")));
            }
        });
        Redis.attempt(() -> subscribe(connection))
                .whenComplete((subscribed, failure) -> redis.soon(() -> {
                    if (failure != null) {
                        lost(connection, failure);
                    } else if (connection.equals(current)) {
                        failed = 0;
                        inbox.missed();
                        askLater(connection);
                    }
                }));
    }

    private RedisFuture<Void> subscribe(StatefulRedisPubSubConnection<String, byte[]> connection) {
        return redis.sharded()
                ? connection.async().ssubscribe(channel)
                : connection.async().subscribe(channel);
    }

    /** Nobody else would notice that a server is gone which only speaks when it has something to say. */
    private void askLater(StatefulRedisPubSubConnection<String, byte[]> connection) {
        redis.later(BEAT, () -> {
            if (!connection.equals(current)) {
                return;
            }
            Redis.attempt(() -> connection.async().ping())
                    .whenComplete((answer, failure) -> redis.soon(() -> {
                        if (failure == null) {
                            askLater(connection);
                        } else {
                            lost(connection, failure);
                        }
                    }));
        });
    }

    private void lost(StatefulRedisPubSubConnection<String, byte[]> connection, Throwable why) {
        if (!connection.equals(current)) {
            return;
        }
        current = null;
        inbox.missed();
        connection.closeAsync();
        again(why);
    }

    private void again(Throwable why) {
        LOG.debug("not listening to {}", channel, why);
        redis.later(Redis.pause(failed++), this::connect);
    }

    /** Nothing is heard that is sent from now on. */
    @Override
    public void close() {
        closed = true;
        inbox.close();
        redis.soon(() -> {
            if (current != null) {
                current.closeAsync();
                current = null;
            }
        });
    }
}
