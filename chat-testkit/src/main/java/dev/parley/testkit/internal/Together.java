package dev.parley.testkit.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;

/** Runs things at once. */
public final class Together {

    private Together() {}

    /** Starts each task on a thread of its own, all at the same moment, and returns what they returned, in order. */
    public static <T> List<T> run(int tasks, IntFunction<T> task) {
        ExecutorService threads = Executors.newFixedThreadPool(tasks);
        try {
            CountDownLatch ready = new CountDownLatch(tasks);
            List<CompletableFuture<T>> running = new ArrayList<>();
            for (int i = 0; i < tasks; i++) {
                int number = i;
                running.add(CompletableFuture.supplyAsync(
                        () -> {
                            meet(ready);
                            return task.apply(number);
                        },
                        threads));
            }
            return running.stream().map(Stages::await).toList();
        } finally {
            threads.shutdownNow();
        }
    }

    private static void meet(CountDownLatch ready) {
        ready.countDown();
        try {
            ready.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
