package dev.parley.core.memory;

import dev.parley.core.spi.Store;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What the stores of this package have in common. */
abstract class InMemoryStore implements Store {

    @Override
    public final String durability() {
        return "memory only, gone when the process ends";
    }

    @Override
    public final CompletionStage<Void> check() {
        return done();
    }

    static CompletionStage<Void> done() {
        return CompletableFuture.<@Nullable Void>completedFuture(null);
    }

    static <T> CompletionStage<T> answer(T value) {
        return CompletableFuture.completedFuture(value);
    }

    static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: 1 or more)");
        }
    }
}
