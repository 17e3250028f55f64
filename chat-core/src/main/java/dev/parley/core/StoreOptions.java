package dev.parley.core;

import dev.parley.model.internal.Checks;
import java.time.Duration;

/**
 * How the engine uses its stores. Immutable.
 *
 * @param lanes how many appends are under way at once; a conversation always uses the same lane; 1 to 1,000;
 *     default 2
 * @param batch the most entries of one append call, 1 or more; default 512
 * @param waiting the most entries that wait in a lane; more are answered {@code overloaded}; 1 or more; default 10,000
 * @param attempts how often an append whose outcome is unknown is tried in all, before the client has to; 1 or more;
 *     default 3
 * @param retryAfter how long to wait before repeating it, 0 to 1 min; default 100 ms
 * @param cachedBytes how many bytes of recent entries are kept in memory, 0 or more; default 64 MiB
 * @param cachedPerConversation the most recent entries of one conversation that are kept, 1 or more; default 200
 */
public record StoreOptions(
        int lanes,
        int batch,
        int waiting,
        int attempts,
        Duration retryAfter,
        long cachedBytes,
        int cachedPerConversation) {

    /** 2 lanes, 512 entries a batch, 10,000 waiting, 3 attempts 100 ms apart, 64 MiB of cache, 200 entries each. */
    public static final StoreOptions DEFAULT =
            new StoreOptions(2, 512, 10_000, 3, Duration.ofMillis(100), 64L * 1024 * 1024, 200);

    public StoreOptions {
        Checks.within("lanes", lanes, 1, 1_000);
        Checks.atLeast("batch", batch, 1);
        Checks.atLeast("waiting", waiting, 1);
        Checks.atLeast("attempts", attempts, 1);
        Checks.within("retryAfter", retryAfter, Duration.ZERO, Duration.ofMinutes(1));
        Checks.atLeast("cachedBytes", cachedBytes, 0);
        Checks.atLeast("cachedPerConversation", cachedPerConversation, 1);
    }
}
