package dev.parley.core.internal.engine;

import dev.parley.core.host.FailureListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host's failure listener, which may fail itself: that is logged with what it was told, and stops nothing that only
 * wanted to report. Thread-safe.
 *
 * @param host the listener
 */
record GuardedFailures(FailureListener host) implements FailureListener {

    private static final Logger LOG = LoggerFactory.getLogger(GuardedFailures.class);

    @Override
    public void onFailure(String where, Throwable failure) {
        try {
            host.onFailure(where, failure);
        } catch (Throwable e) {
            if (e != failure) {
                e.addSuppressed(failure);
            }
            LOG.error("the failure listener failed on hearing of: {}", where, e);
        }
    }
}
