package dev.parley.presence.redis.internal.cache;

import dev.parley.presence.redis.internal.Redis;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Whether Redis is worth waiting for: once it did not answer in time, nobody asks it any more until it has answered a probe,
 * which nobody waits for, sent every {@link #PAUSE}. Thread-safe.
 */
final class Trust {

    static final Duration PAUSE = Duration.ofSeconds(1);

    private final Redis redis;
    private final AtomicBoolean lost = new AtomicBoolean();

    Trust(Redis redis) {
        this.redis = redis;
    }

    /** Whether it may be asked. */
    boolean holds() {
        return !lost.get();
    }

    /**
     * It did not answer in time.
     *
     * @param probe asks it something that touches the same server; completes normally when it answered in time
     */
    void lose(Supplier<CompletionStage<Long>> probe) {
        if (lost.compareAndSet(false, true)) {
            later(probe);
        }
    }

    private void later(Supplier<CompletionStage<Long>> probe) {
        redis.later(
                PAUSE,
                () -> Redis.attempt(probe).whenComplete((answer, failure) -> {
                    if (failure == null) {
                        lost.set(false);
                    } else {
                        later(probe);
                    }
                }));
    }
}
