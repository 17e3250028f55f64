package dev.parley.integration.house;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Code that does what is forbidden, once per method, and is never run: the rules must see each of them. */
final class Offenders {

    private Offenders() {}

    static final class OfClock {
        private OfClock() {}

        static long millis() {
            return System.currentTimeMillis();
        }

        static LongSupplier reference() {
            return System::nanoTime;
        }

        static Supplier<Long> inALambda() {
            return () -> System.nanoTime();
        }

        static Clock system() {
            return Clock.systemUTC();
        }

        static Instant now() {
            return Instant.now();
        }
    }

    static final class OfRandom {
        private OfRandom() {}

        static Random made() {
            return new Random(7);
        }

        static Supplier<Random> reference() {
            return Random::new;
        }

        static int threadLocal() {
            return ThreadLocalRandom.current().nextInt();
        }

        static double math() {
            return Math.random();
        }

        static UUID uuid() {
            return UUID.randomUUID();
        }

        static List<String> shuffled(List<String> list) {
            List<String> copy = new ArrayList<>(list);
            Collections.shuffle(copy);
            return copy;
        }
    }

    static final class OfThreads {
        private OfThreads() {}

        static Thread made() {
            return new Thread(() -> {});
        }

        static ExecutorService pool() {
            return Executors.newCachedThreadPool();
        }

        static CompletableFuture<Integer> commonPool() {
            return CompletableFuture.supplyAsync(() -> 1);
        }

        static CompletableFuture<Integer> continued(CompletableFuture<Integer> stage) {
            return stage.thenApplyAsync(value -> value + 1);
        }

        static CompletableFuture<Integer> timer(CompletableFuture<Integer> stage) {
            return stage.orTimeout(1, TimeUnit.SECONDS);
        }

        static long parallel(List<Integer> list) {
            return list.parallelStream().count();
        }
    }

    static final class OfBlocking {
        private OfBlocking() {}

        static int get(CompletableFuture<Integer> future) throws Exception {
            return future.get();
        }

        static int join(CompletableFuture<Integer> future) {
            return future.join();
        }

        static void latch(CountDownLatch latch) throws InterruptedException {
            latch.await();
        }

        static int take(BlockingQueue<Integer> queue) throws InterruptedException {
            return queue.take();
        }

        static void sleep() throws InterruptedException {
            Thread.sleep(1);
        }
    }

    static final class OfOrder {
        private OfOrder() {}

        static Map<String, String> copyOfMap(Map<String, String> map) {
            return Map.copyOf(map);
        }

        static Set<String> copyOfSet(Set<String> set) {
            return Set.copyOf(set);
        }

        static Set<String> pair() {
            return Set.of("a", "b");
        }

        static Map<String, String> pairs() {
            return Map.of("a", "b", "c", "d");
        }

        static int identity(Object object) {
            return System.identityHashCode(object);
        }
    }

    /** What is allowed, though it looks alike. */
    static final class Allowed {
        private Allowed() {}

        static Instant injectedClock(Clock clock) {
            return Instant.now(clock);
        }

        static List<String> injectedRandom(List<String> list, Random random) {
            List<String> copy = new ArrayList<>(list);
            Collections.shuffle(copy, random);
            return copy;
        }

        static CompletableFuture<Integer> injectedExecutor(CompletableFuture<Integer> stage, ExecutorService executor) {
            return stage.thenApplyAsync(value -> value + 1, executor);
        }

        static int doesNotWait(CompletableFuture<Integer> stage) {
            return stage.getNow(0);
        }

        static Map<String, Set<String>> one() {
            return Map.of("a", Set.of("b"));
        }

        static Set<String> none() {
            return Set.of();
        }
    }
}
