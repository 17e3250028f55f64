package dev.parley.testkit.history;

import org.jspecify.annotations.Nullable;

/** What a client asks for. All kinds are immutable. */
public sealed interface Operation {

    /**
     * Appends one entry. Retries with the same key are operations of their own, or one operation that ends when the
     * client knows what became of it.
     *
     * @param conversation where to; null for {@link ChangeKind#CREATED}, whose conversation the answer names
     * @param key the idempotency key
     * @param change what to append
     */
    record Write(@Nullable String conversation, String key, Change change) implements Operation {}

    /**
     * Raises the client's own marks.
     *
     * @param conversation where
     * @param delivered up to which seq it has received; 0 leaves the mark
     * @param read up to which seq it has read; 0 leaves the mark
     */
    record Mark(String conversation, long delivered, long read) implements Operation {}

    /**
     * Reads a stretch of the log.
     *
     * @param conversation which
     * @param after the seq after which the stretch begins, or null when it begins elsewhere
     */
    record Read(String conversation, @Nullable Long after) implements Operation {}
}
