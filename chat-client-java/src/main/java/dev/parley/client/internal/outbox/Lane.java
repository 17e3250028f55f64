package dev.parley.client.internal.outbox;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The writes to one conversation, of which at most the first is unanswered (G5). Each time that the first is handed out
 * is a turn; a retry that belongs to an earlier turn changes nothing. Confined to the client's thread.
 */
final class Lane {

    private final ArrayDeque<PendingWrite> writes = new ArrayDeque<>();
    private boolean busy;
    private int turn;

    void add(PendingWrite write) {
        writes.add(write);
    }

    /** The write to send now, or null while one is unanswered, waits for its retry, or there is none. */
    @Nullable
    PendingWrite take() {
        if (busy || writes.isEmpty()) {
            return null;
        }
        busy = true;
        turn++;
        return writes.peek();
    }

    int turn() {
        return turn;
    }

    /** The first write may be sent again. */
    void release(int ofTurn) {
        if (ofTurn == turn) {
            busy = false;
        }
    }

    /** A write is answered. */
    void remove(PendingWrite write) {
        if (writes.peek() == write) {
            busy = false;
            turn++;
        }
        writes.remove(write);
    }

    boolean isEmpty() {
        return writes.isEmpty();
    }
}
