package dev.parley.benchmarks.load.sessions;

import dev.parley.core.AdmissionOptions;
import dev.parley.core.Chat;
import dev.parley.core.ChatOptions;
import dev.parley.core.host.AccessPolicy;
import dev.parley.core.host.Authenticator;
import dev.parley.core.runtime.SystemRuntime;
import dev.parley.core.session.Sessions;
import dev.parley.model.UserId;
import dev.parley.store.rocksdb.RocksStore;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An engine with its default options on an empty RocksDB store, which keeps no rows in the heap, and any number of users with
 * one silent device each. One thread is the event loop of all connections. Thread-safe.
 */
final class QuietSessions implements AutoCloseable {

    /** How many come in at once. */
    private static final int AT_ONCE = 1_000;

    private static final long PATIENCE_SECONDS = 120;

    private final SystemRuntime runtime = SystemRuntime.start();
    private final RocksStore store;
    private final Chat chat;
    private final ExecutorService loop = Executors.newSingleThreadExecutor();
    private final QuietConnection[] connections;
    private final Semaphore coming = new Semaphore(AT_ONCE);
    private final AtomicInteger synced = new AtomicInteger();
    private final AtomicLong pings = new AtomicLong();
    /** The first thing that failed, or nothing. */
    private volatile String failure = "";

    private int opened;

    QuietSessions(Path directory, int most) {
        store = RocksStore.open(directory);
        chat = Chat.builder(store.stores(), runtime.runtime())
                .authenticator(who ->
                        CompletableFuture.completedStage(new Authenticator.Identity(new UserId(who.token()), null)))
                .accessPolicy(AccessPolicy.allowAll())
                .failures((where, cause) -> failed(where + ": " + cause))
                .options(ChatOptions.DEFAULT.with(
                        new AdmissionOptions(AT_ONCE, AT_ONCE, AdmissionOptions.DEFAULT.retryAfter())))
                .build();
        // All of them before the first session, so that what they take themselves is told apart.
        connections = new QuietConnection[most];
        for (int i = 0; i < most; i++) {
            connections[i] = new QuietConnection(this, i);
        }
    }

    /** Opens sessions until there are so many, all signed in and synced. */
    int open(int wanted) throws InterruptedException {
        for (; opened < wanted; opened++) {
            if (!coming.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(synced + " of " + opened + " are there; " + failure);
            }
            loop.execute(connections[opened]::open);
        }
        // All have come in when nobody is coming.
        if (!coming.tryAcquire(AT_ONCE, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException(synced + " of " + opened + " are there; " + failure);
        }
        coming.release(AT_ONCE);
        return healthy();
    }

    /** How many sessions the engine has, all of them healthy. */
    int healthy() {
        if (!failure.isEmpty() || synced.get() != chat.sessions().count()) {
            throw new IllegalStateException(
                    chat.sessions().count() + " sessions, of whom " + synced + " synced; " + failure);
        }
        return chat.sessions().count();
    }

    /** How many pings were answered so far. */
    long pings() {
        return pings.get();
    }

    Executor executor() {
        return loop;
    }

    Sessions sessions() {
        return chat.sessions();
    }

    void synced() {
        synced.incrementAndGet();
        coming.release();
    }

    void pinged() {
        pings.incrementAndGet();
    }

    synchronized void failed(String what) {
        failure = failure.isEmpty() ? what : failure;
    }

    @Override
    public void close() {
        chat.close();
        runtime.close();
        loop.shutdown();
        store.close();
    }
}
