package dev.parley.transport.websocket.internal.net;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is open, linked through itself: being in it costs an idle connection two references. Thread-safe.
 *
 * @param <T> what it holds
 */
public final class Chain<T extends Chain.Link<T>> {

    /**
     * What can be in a chain, in one at a time. Its chain guards it.
     *
     * @param <T> itself
     */
    public abstract static class Link<T extends Link<T>> {
        @Nullable
        T before;

        @Nullable
        T after;

        /** In no chain. */
        protected Link() {}
    }

    private @Nullable T first;
    private int size;

    /** Nothing is open. */
    public Chain() {}

    /**
     * Takes one in.
     *
     * @param link one that is in no chain
     */
    public synchronized void add(T link) {
        T next = first;
        link.after = next;
        if (next != null) {
            next.before = link;
        }
        first = link;
        size++;
    }

    /**
     * Lets one go; does nothing if it is not in.
     *
     * @param link the one
     */
    public synchronized void remove(T link) {
        T before = link.before;
        T after = link.after;
        if (before == null && link != first) {
            return;
        }
        if (before == null) {
            first = after;
        } else {
            before.after = after;
        }
        if (after != null) {
            after.before = before;
        }
        link.before = null;
        link.after = null;
        size--;
    }

    /**
     * All that are in it now.
     *
     * @return a list of the caller's own
     */
    public synchronized List<T> all() {
        List<T> all = new ArrayList<>(size);
        for (T link = first; link != null; link = link.after) {
            all.add(link);
        }
        return all;
    }
}
