package dev.parley.core.internal.receipt;

import dev.parley.core.Actor;
import dev.parley.core.internal.exec.Stages;
import dev.parley.core.runtime.Scheduler;
import dev.parley.model.ConversationId;
import dev.parley.model.Marks;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Advances of marks that failed: the store may have made them nevertheless, and nobody was told. Whoever repeats one finds
 * nothing to change, so what rose then must be told by its being here. And nobody may repeat it, or not on this node: it is
 * asked for again from here, one at a time, until the store answers. What a node that dies takes with it, other nodes'
 * sessions find out by syncing. Bounded: of more than {@link #MOST}, the oldest are forgotten, and seen with the next sync.
 * Thread-safe.
 */
final class UntoldMarks {

    static final int MOST = 10_000;
    private static final Duration PAUSE = Duration.ofSeconds(2);

    /** Asks for an advance once more, and tells what came of it. */
    @FunctionalInterface
    interface Again {
        CompletionStage<?> advance(Actor actor, ConversationId conversation, Marks asked);
    }

    /** Whose advance it was, and where. */
    private record Untold(Actor actor, ConversationId conversation) {}

    private final Scheduler scheduler;
    private final Again again;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Untold, Marks> untold = new LinkedHashMap<>();
    private boolean underWay;
    private boolean closed;

    UntoldMarks(Scheduler scheduler, Again again) {
        this.scheduler = scheduler;
        this.again = again;
    }

    /** An advance failed. */
    void add(Actor actor, ConversationId conversation, Marks asked) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            untold.merge(new Untold(actor, conversation), asked, Marks::max);
            if (untold.size() > MOST) {
                untold.remove(untold.keySet().iterator().next());
            }
            if (underWay) {
                return;
            }
            underWay = true;
        } finally {
            lock.unlock();
        }
        scheduler.schedule(PAUSE, this::next);
    }

    /** An advance succeeded: tells whether an earlier one, which this one includes, was left untold. */
    boolean settle(Actor actor, ConversationId conversation, Marks after) {
        lock.lock();
        try {
            Untold key = new Untold(actor, conversation);
            Marks asked = untold.get(key);
            return asked != null && after.max(asked).equals(after) && untold.remove(key, asked);
        } finally {
            lock.unlock();
        }
    }

    /** Asks for nothing any more. */
    void close() {
        lock.lock();
        try {
            closed = true;
            untold.clear();
        } finally {
            lock.unlock();
        }
    }

    private void next() {
        Untold oldest;
        Marks asked;
        lock.lock();
        try {
            underWay = !untold.isEmpty();
            if (!underWay) {
                return;
            }
            oldest = untold.keySet().iterator().next();
            asked = untold.getOrDefault(oldest, Marks.NONE);
        } finally {
            lock.unlock();
        }
        Stages.of(() -> again.advance(oldest.actor(), oldest.conversation(), asked))
                .whenComplete((done, failure) -> {
                    boolean over = failure == null
                            || !Stages.chatException(failure).code().retryable();
                    if (over) { // told, or refused: they have left, and nobody there is told
                        settle(oldest.actor(), oldest.conversation(), asked);
                    }
                    scheduler.schedule(over ? Duration.ZERO : PAUSE, this::next);
                });
    }
}
