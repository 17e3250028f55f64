package dev.parley.core.runtime;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Executor;

/** A runtime without threads: the test says when tasks run and how time passes. Confined to one thread. */
public final class ManualRuntime {

    private record Later(long atMillis, long number, Runnable task) {}

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final PriorityQueue<Later> later =
            new PriorityQueue<>(Comparator.comparingLong(Later::atMillis).thenComparingLong(Later::number));
    private final ChatRuntime runtime;
    private long elapsedMillis;
    private long number;
    private Instant now = Instant.parse("2030-01-01T00:00:00Z");

    public ManualRuntime() {
        InstantSource clock = () -> now;
        runtime = new ChatRuntime(clock, tasks::add, this::schedule, new Random(42));
    }

    public ChatRuntime runtime() {
        return runtime;
    }

    public Executor executor() {
        return tasks::add;
    }

    public Instant now() {
        return now;
    }

    /** How many tasks wait to run. */
    public int waiting() {
        return tasks.size();
    }

    /** How many tasks are scheduled for later. */
    public int scheduled() {
        return later.size();
    }

    /** Steps the clock without any time passing. */
    public void stepClock(Duration by) {
        now = now.plus(by);
    }

    /** Runs everything that is due now. */
    public void run() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /** Lets time pass, and runs what is due on the way. */
    public void advance(Duration by) {
        run();
        long end = elapsedMillis + by.toMillis();
        while (!later.isEmpty() && later.element().atMillis() <= end) {
            Later next = later.remove();
            pass(next.atMillis() - elapsedMillis);
            tasks.add(next.task());
            run();
        }
        pass(end - elapsedMillis);
    }

    private void pass(long millis) {
        elapsedMillis += millis;
        now = now.plusMillis(millis);
    }

    private Scheduler.Scheduled schedule(Duration delay, Runnable task) {
        Later entry = new Later(elapsedMillis + Math.max(0, delay.toMillis()), number++, task);
        later.add(entry);
        return () -> later.remove(entry);
    }
}
