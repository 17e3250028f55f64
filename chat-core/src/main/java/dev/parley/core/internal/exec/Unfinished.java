package dev.parley.core.internal.exec;

import dev.parley.core.runtime.Scheduler;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;

/**
 * What may be done in the store, and nobody was told of, because its outcome never came. Whoever asked may ask again, or
 * not, or on another node: so this node does, one after the other, until the store answers. Bounded: of more than
 * {@link #MOST}, the oldest are forgotten, and seen by others with their next sync. Thread-safe.
 *
 * @param <K> what names one
 * @param <V> what is to be asked for
 */
public final class Unfinished<K, V> {

    /** How many are remembered. */
    public static final int MOST = 10_000;

    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Scheduler scheduler;
    private final BinaryOperator<V> both;
    private final BiFunction<K, V, ? extends CompletionStage<?>> again;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<K, V> left = new LinkedHashMap<>();
    private volatile boolean underWay;
    private boolean closed;

    /**
     * Nothing is left unfinished yet.
     *
     * @param both what two that have one name come to
     * @param again does one again; a failure that is not to be retried ends it
     */
    public Unfinished(
            Scheduler scheduler, BinaryOperator<V> both, BiFunction<K, V, ? extends CompletionStage<?>> again) {
        this.scheduler = scheduler;
        this.both = both;
        this.again = again;
    }

    /** One failed. */
    public void add(K name, V asked) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            left.merge(name, asked, both);
            if (left.size() > MOST) {
                left.remove(left.keySet().iterator().next());
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

    /** Whether everything is finished: mostly, and then it costs nothing to ask. */
    public boolean isEmpty() {
        return !underWay;
    }

    /** Forgets one that is finished now; tells whether it was left and is. */
    public boolean settle(K name, Predicate<V> finished) {
        if (isEmpty()) {
            return false;
        }
        lock.lock();
        try {
            V asked = left.get(name);
            return asked != null && finished.test(asked) && left.remove(name, asked);
        } finally {
            lock.unlock();
        }
    }

    /** Asks for nothing any more. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            left.clear();
        } finally {
            lock.unlock();
        }
    }

    /** One that goes on failing holds up nobody. */
    private void putOff(K name) {
        lock.lock();
        try {
            V asked = left.remove(name);
            if (asked != null) {
                left.put(name, asked);
            }
        } finally {
            lock.unlock();
        }
    }

    private void next() {
        K oldest;
        V asked;
        lock.lock();
        try {
            underWay = !left.isEmpty();
            if (!underWay) {
                return;
            }
            Map.Entry<K, V> first = left.entrySet().iterator().next();
            oldest = first.getKey();
            asked = first.getValue();
        } finally {
            lock.unlock();
        }
        Stages.of(() -> again.apply(oldest, asked).thenApply(done -> true)).whenComplete((done, failure) -> {
            boolean over = failure == null || !Stages.chatException(failure).retryable();
            if (over) { // done, or refused: then whom it is about has left, and is not told
                settle(oldest, asked::equals);
            } else {
                putOff(oldest);
            }
            scheduler.schedule(over ? Duration.ZERO : PAUSE, this::next);
        });
    }
}
