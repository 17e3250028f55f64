package dev.parley.core.host;

/**
 * Hears every failure that no caller is there to hear: of listeners, of background work. Thread-safe; called on whatever
 * thread the failure came up, and does not block.
 */
@FunctionalInterface
public interface FailureListener {

    /**
     * Something failed in the background.
     *
     * @param where what was being done; never holds content or credentials
     * @param failure what happened
     */
    void onFailure(String where, Throwable failure);
}
