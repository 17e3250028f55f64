package dev.parley.client.fake;

import dev.parley.client.internal.loop.Loop;
import java.util.ArrayDeque;
import java.util.PriorityQueue;

/** A loop without a thread: tasks run when the test says so, and time passes when the test says so. */
public final class VirtualLoop implements Loop {

    private record Waiting(long at, long order, Runnable task) {}

    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final PriorityQueue<Waiting> timers = new PriorityQueue<>(
            (one, other) -> one.at != other.at ? Long.compare(one.at, other.at) : Long.compare(one.order, other.order));
    private long now = 1_000_000;
    private long order;

    @Override
    public boolean execute(Runnable task) {
        return tasks.add(task);
    }

    @Override
    public Timer after(long delayMs, Runnable task) {
        Waiting waiting = new Waiting(now + delayMs, order++, task);
        timers.add(waiting);
        return () -> timers.remove(waiting);
    }

    @Override
    public long nowMs() {
        return now;
    }

    /** Runs what is to be run now. */
    public void run() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /** Lets time pass. */
    public void advance(long ms) {
        run();
        long until = now + ms;
        while (!timers.isEmpty() && timers.peek().at <= until) {
            Waiting next = timers.remove();
            now = Math.max(now, next.at);
            next.task.run();
            run();
        }
        now = until;
    }
}
