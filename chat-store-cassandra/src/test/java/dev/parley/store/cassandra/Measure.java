package dev.parley.store.cassandra;

import dev.parley.servers.cassandra.CassandraNode;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * What appends cost while so many writers make one after the other. Immutable.
 *
 * @param perSecond how many were acked
 * @param p50 the median, in milliseconds
 * @param p99 the 99th percentile, in milliseconds
 * @param serverMillis the CPU that all servers took for each
 */
record Measure(double perSecond, double p50, double p99, double serverMillis) {

    private static final long NANOS = TimeUnit.SECONDS.toNanos(Faults.size(2, 6));
    private static final double NANOS_PER_MILLI = 1e6;

    /** Makes one append. */
    @FunctionalInterface
    interface Appending {
        CompletionStage<?> append(String key);
    }

    static Measure of(int writers, IntFunction<Appending> appending) {
        ConcurrentLinkedQueue<Long> took = new ConcurrentLinkedQueue<>();
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        Duration cpu = cpu();
        long start = System.nanoTime();
        for (int i = 0; i < writers; i++) {
            int writer = i;
            threads.execute(() -> {
                Appending own = appending.apply(writer);
                for (int number = 0; System.nanoTime() - start < NANOS; number++) {
                    long before = System.nanoTime();
                    Entries.await(own.append("w" + writer + "-" + number));
                    took.add(System.nanoTime() - before);
                }
            });
        }
        threads.shutdown();
        try {
            if (!threads.awaitTermination(5, TimeUnit.MINUTES)) {
                throw new AssertionError("writers hang");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        double spent = cpu().minus(cpu).toNanos() / NANOS_PER_MILLI;
        long[] sorted = took.stream().mapToLong(Long::longValue).sorted().toArray();
        return new Measure(
                sorted.length / seconds,
                at(sorted, 0.5) / NANOS_PER_MILLI,
                at(sorted, 0.99) / NANOS_PER_MILLI,
                spent / sorted.length);
    }

    private static long at(long[] sorted, double part) {
        return Arrays.stream(sorted)
                .skip((long) (sorted.length * part))
                .findFirst()
                .orElse(0);
    }

    private static Duration cpu() {
        return TestRing.server().nodes().stream()
                .map(CassandraNode::pid)
                .map(pid -> ProcessHandle.of(pid)
                        .flatMap(process -> process.info().totalCpuDuration())
                        .orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,.0f/s, p50 %.1f ms, p99 %.1f ms, servers' CPU %.2f ms",
                perSecond,
                p50,
                p99,
                serverMillis);
    }
}
