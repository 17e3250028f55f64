package dev.parley.core.internal.outbound;

import java.util.ArrayDeque;

/**
 * Requests of one session that wait because they are answered with pages (G12): each begins when the answers before it
 * leave room, so that what waits is a request and not its answer. What writes keeps its place: everything that comes after
 * a write which waits, waits too. Confined to the connection's executor.
 */
public final class PageTurns {

    private record Request(boolean page, boolean writes, Runnable begin) {}

    private final OutboundQueue queue;
    private final ArrayDeque<Request> waiting = new ArrayDeque<>();
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
        if (!page && writes == 0) {
            begin.run();
            return;
        }
        waiting.add(new Request(page, write, begin));
        writes += write ? 1 : 0;
        goOn();
    }

    /** Begins what there is room for. */
    public void goOn() {
        for (Request next = waiting.peek(); next != null; next = waiting.peek()) {
            if (next.page() && !queue.pageBegins()) {
                return;
            }
            waiting.remove();
            writes -= next.writes() ? 1 : 0;
            next.begin().run();
        }
    }

    /** Forgets what waits: there is nobody left to answer. */
    public void clear() {
        waiting.clear();
        writes = 0;
    }
}
