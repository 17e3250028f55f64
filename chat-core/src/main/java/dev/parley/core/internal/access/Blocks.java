package dev.parley.core.internal.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.core.internal.exec.Stages;
import dev.parley.core.runtime.ChatRuntime;
import dev.parley.core.spi.state.BlockStore;
import dev.parley.model.UserId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Who blocks whom. Every message of a direct conversation asks, so a node that is the only one remembers; where another node
 * may change it, the store is asked each time: a block counts everywhere from the moment that it is acknowledged. Thread-safe.
 */
public final class Blocks {

    private static final int PAIRS = 100_000;

    private record Pair(UserId user, UserId other) {}

    private final BlockStore store;
    private final @Nullable Cache<Pair, CompletableFuture<Boolean>> cache;

    /**
     * Nothing is remembered yet.
     *
     * @param soleNode true when no other node changes the store
     */
    public Blocks(BlockStore store, ChatRuntime runtime, boolean soleNode) {
        this.store = store;
        this.cache = soleNode
                ? Caffeine.newBuilder()
                        .maximumSize(PAIRS)
                        .executor(runtime.executor())
                        .build()
                : null;
    }

    /** Tells whether one user blocks another. */
    public CompletionStage<Boolean> blocks(UserId user, UserId other) {
        if (cache == null) {
            return store.blocks(user, other);
        }
        Pair pair = new Pair(user, other);
        CompletableFuture<Boolean> known = cache.getIfPresent(pair);
        return known == null ? ask(cache, pair) : known;
    }

    private CompletionStage<Boolean> ask(Cache<Pair, CompletableFuture<Boolean>> cache, Pair pair) {
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
        CompletionStage<Void> set = store.set(user, other, blocked);
        return cache == null
                ? set
                : set.whenComplete((done, failure) -> cache.asMap().remove(new Pair(user, other)));
    }

    /** Whom a user blocks. */
    public CompletionStage<List<UserId>> list(UserId user) {
        return store.list(user);
    }
}
