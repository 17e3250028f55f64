package dev.parley.core.internal.outbound;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Requests of one session that wait because they are answered with pages (G12): each begins when the answers before it
 * leave room, so that what waits is a request and not its answer. What writes keeps its place: everything that comes after
 * a write which waits, waits too. Confined to the connection's executor.
 */
public final class PageTurns {

    private record Request(boolean page, boolean writes, Runnable begin) {}

    private final OutboundQueue queue;
    /** Null while nothing waits, which is nearly always. */
    private @Nullable ArrayDeque<Request> waiting;

    private int writes;

    /** Nothing waits. */
    public PageTurns(OutboundQueue queue) {
        this.queue = queue;
    }

    /**
     * Begins a request now or when it is its turn.
     *
     * @param page whether its answer is a page; then {@link OutboundQueue#page} or its like has to follow
     * @param write whether what comes later must not overtake it
     */
    public void take(boolean page, boolean write, Runnable begin) {
        if (writes == 0 && (!page || (waiting == null && queue.pageBegins()))) {
            begin.run();
            return;
        }
        if (waiting == null) {
            waiting = new ArrayDeque<>();
        }
        waiting.add(new Request(page, write, begin));
        writes += write ? 1 : 0;
        goOn();
    }

    /** Begins what there is room for. */
    public void goOn() {
        for (Request next = first(); next != null; next = first()) {
            if (next.page() && !queue.pageBegins()) {
                return;
            }
            forgetFirst();
            writes -= next.writes() ? 1 : 0;
            next.begin().run();
        }
    }

    /** Tells whether nothing waits, in which case new turns would do as well. */
    public boolean none() {
        return waiting == null;
    }

    /** Forgets what waits: there is nobody left to answer. */
    public void clear() {
        waiting = null;
        writes = 0;
    }

    private @Nullable Request first() {
        return waiting == null ? null : waiting.peek();
    }

    private void forgetFirst() {
        if (waiting != null) {
            waiting.remove();
            waiting = waiting.isEmpty() ? null : waiting;
        }
    }
}
