package dev.parley.testkit.history;

/**
 * One entry of a log as somebody was shown it. Immutable.
 *
 * @param seq its place
 * @param sender the user who made it
 * @param key the sender's idempotency key
 * @param change what it does; a message stands with the content that it has now
 */
public record LogEntry(long seq, String sender, String key, Change change) {}
