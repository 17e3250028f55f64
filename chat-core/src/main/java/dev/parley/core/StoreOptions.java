package dev.parley.core;

import java.time.Duration;

/**
 * How the engine uses its stores. Immutable.
 *
 * @param lanes how many appends are under way at once; a conversation always uses the same lane
 * @param batch the most entries of one append call
 * @param waiting the most entries that wait in a lane; more are answered {@code overloaded}
 * @param attempts how often an append whose outcome is unknown is repeated before the client has to
 * @param retryAfter how long to wait before repeating it
 * @param cachedBytes how many bytes of recent entries are kept in memory
 * @param cachedPerConversation the most recent entries of one conversation that are kept
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
}
