package dev.parley.client.internal.outbox;

/**
 * How much an outbox holds and how long it waits. Immutable.
 *
 * @param writes the most unanswered writes
 * @param timeoutMs how long a write waits for its answer before it is sent again
 */
public record OutboxLimits(int writes, long timeoutMs) {}
