package dev.parley.presence.redis.internal;

import dev.parley.presence.redis.RedisOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection that commands go over, opened as soon as Redis is there, and what opens others. One thread, named
 * {@code parley-redis}, keeps them up. Thread-safe.
 */
@SuppressWarnings("FutureReturnValueIgnored") // tasks that catch what they throw
public final class Redis implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Redis.class);

    /** The longest pause between two attempts to connect. */
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private static final long SHORTEST_PAUSE_MS = 50;

    private final Servers servers;
    private final ScheduledThreadPoolExecutor worker;
    private final Commands commands = new Commands(this::connected);
    private volatile @Nullable StatefulConnection<String, byte[]> connection;
    private volatile boolean closed;

    private Redis(Servers servers) {
        this.servers = servers;
        worker = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "parley-redis");
            thread.setDaemon(true);
            return thread;
        });
        worker.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        worker.setRemoveOnCancelPolicy(true);
        soon(() -> connect(0));
    }

    /** One server, or a master that sentinels name. */
    public static Redis single(String uri, RedisOptions options) {
        return new Redis(new SingleServer(uri, options));
    }

    /** A Redis cluster. */
    public static Redis cluster(List<String> uris, RedisOptions options) {
        return new Redis(new ClusterServers(uris, options));
    }

    /** Commands to whichever servers their keys are on. */
    public Commands commands() {
        return commands;
    }

    /**
     * Whether there is a connection: commands fail at once where there is none. Of a cluster, some servers may have one and
     * others not.
     */
    public boolean isConnected() {
        StatefulConnection<String, byte[]> open = connection;
        return open != null && !closed && (servers.sharded() || open.isOpen());
    }

    /** Whether channels are sharded, so that each is on one server of many. */
    public boolean sharded() {
        return servers.sharded();
    }

    /**
     * Opens a connection on which a channel can be heard. It ends when it breaks: no other takes its place.
     *
     * @param again whether it was not where it was looked for last
     */
    public CompletionStage<StatefulRedisPubSubConnection<String, byte[]>> openFor(String channel, boolean again) {
        return servers.openFor(channel, again);
    }

    /** Runs a task on the thread that keeps connections up, unless this is closed. */
    public void soon(Runnable task) {
        later(Duration.ZERO, task);
    }

    /** Runs a task there later. */
    public void later(Duration pause, Runnable task) {
        timer(pause, task);
    }

    /** Runs a task there later, unless what this yields is cancelled before. */
    public Future<?> timer(Duration pause, Runnable task) {
        try {
            return worker.schedule(task, pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("closed meanwhile", e);
            return CompletableFuture.completedFuture(true);
        }
    }

    /** How long to wait after a number of attempts that failed: longer and longer, and not all at the same time. */
    public static Duration pause(int failed) {
        long most = Math.min(LONGEST_PAUSE.toMillis(), SHORTEST_PAUSE_MS << Math.min(failed, 10));
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
    }

    private void connect(int failed) {
        attempt(servers::open)
                .whenComplete((opened, failure) -> soon(() -> {
                    if (failure != null) {
                        LOG.debug("not connected yet", failure);
                        later(pause(failed), () -> connect(failed + 1));
                    } else {
                        connection = opened;
                    }
                }));
    }

    /** What is thrown at once fails as what fails later does. */
    public static <T> CompletionStage<T> attempt(Supplier<? extends CompletionStage<T>> call) {
        try {
            return call.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private StatefulConnection<String, byte[]> connected() {
        StatefulConnection<String, byte[]> open = connection;
        if (open == null || closed) {
            throw Failures.notConnected();
        }
        return open;
    }

    @Override
    public void close() {
        closed = true;
        worker.shutdownNow();
        servers.close();
    }
}
