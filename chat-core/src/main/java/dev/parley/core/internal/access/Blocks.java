package dev.parley.core.internal.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.core.internal.exec.Stages;
import dev.parley.core.runtime.ChatRuntime;
import dev.parley.core.spi.state.BlockStore;
import dev.parley.model.UserId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Who blocks whom, cached: every message of a direct conversation asks. What is changed through this node counts from the
 * moment that it is acknowledged, what another node changes once the answer in memory is no longer fresh. Thread-safe.
 */
public final class Blocks {

    private static final int PAIRS = 100_000;

    private record Pair(UserId user, UserId other) {}

    private final BlockStore store;
    private final Cache<Pair, CompletableFuture<Boolean>> cache;

    /**
     * Makes the cache.
     *
     * @param freshFor how long an answer may be used without asking the store again
     */
    public Blocks(BlockStore store, ChatRuntime runtime, Duration freshFor) {
        this.store = store;
        this.cache = Caffeine.newBuilder()
                .maximumSize(PAIRS)
                .expireAfterWrite(freshFor)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(runtime.clock().millis()))
                .executor(runtime.executor())
                .build();
    }

    /** Tells whether one user blocks another. */
    public CompletionStage<Boolean> blocks(UserId user, UserId other) {
        Pair pair = new Pair(user, other);
        CompletableFuture<Boolean> known = cache.getIfPresent(pair);
        return known == null ? ask(pair) : known;
    }

    private CompletionStage<Boolean> ask(Pair pair) {
        CompletableFuture<Boolean> own = new CompletableFuture<>();
        CompletableFuture<Boolean> other = cache.asMap().putIfAbsent(pair, own);
        if (other != null) {
            return other;
        }
        Stages.of(() -> store.blocks(pair.user(), pair.other())).whenComplete((blocks, failure) -> {
            if (failure == null) {
                own.complete(blocks);
            } else {
                cache.asMap().remove(pair, own);
                own.completeExceptionally(Stages.unwrap(failure));
            }
        });
        return own;
    }

    /** Blocks a user, or no longer. An answer that was asked for before does not outlive the change. */
    public CompletionStage<Void> set(UserId user, UserId other, boolean blocked) {
        return store.set(user, other, blocked)
                .whenComplete((done, failure) -> cache.asMap().remove(new Pair(user, other)));
    }

    /** Whom a user blocks. */
    public CompletionStage<List<UserId>> list(UserId user) {
        return store.list(user);
    }
}
