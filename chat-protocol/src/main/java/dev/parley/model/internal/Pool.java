package dev.parley.model.internal;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a few things that are dear to make and used for a moment: at most two for each processor, whoever asks. It is no
 * thread-local, because virtual threads come once and never again. Nobody waits: who finds nothing makes a new one.
 * Thread-safe.
 */
public final class Pool<T> {

    private static final int SLOTS =
            Integer.highestOneBit(2 * Runtime.getRuntime().availableProcessors());

    /** So many references lie between two slots that no two processors write to one line of the cache. */
    private static final int STRIDE = 16;

    private final AtomicReferenceArray<@Nullable T> kept = new AtomicReferenceArray<>(SLOTS * STRIDE);
    private final Supplier<T> maker;

    public Pool(Supplier<T> maker) {
        this.maker = maker;
    }

    /** One that nobody else uses. */
    public T take() {
        T found = kept.getAndSet(slot(), null);
        return found == null ? maker.get() : found;
    }

    /** Gives one back, in a state to be used again. What is broken or has grown is not given back. */
    public void give(T thing) {
        kept.setRelease(slot(), thing);
    }

    private static int slot() {
        return ((int) Thread.currentThread().getId() & (SLOTS - 1)) * STRIDE;
    }
}
