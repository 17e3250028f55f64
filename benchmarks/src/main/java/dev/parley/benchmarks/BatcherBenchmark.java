package dev.parley.benchmarks;

import dev.parley.core.internal.exec.NaturalBatcher;
import dev.parley.core.internal.exec.SerialExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What batching itself costs an append: a thousand are submitted at once to a store that takes some time for each batch and
 * none for its items. Thread-safe.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class BatcherBenchmark {

    private static final int APPENDS = 1_000;

    /** How long the store takes for a batch, in microseconds. */
    @Param({"0", "100"})
    public int commitMicros;

    private ExecutorService store = Executors.newSingleThreadExecutor();
    private ExecutorService workers = Executors.newSingleThreadExecutor();
    private NaturalBatcher<Integer, Integer> batcher = batcher();

    /** Starts the threads. */
    @Setup
    public void start() {
        stop();
        store = Executors.newSingleThreadExecutor();
        workers = Executors.newSingleThreadExecutor();
        batcher = batcher();
    }

    /** Ends the threads. */
    @TearDown
    public void stop() {
        store.shutdown();
        workers.shutdown();
    }

    private NaturalBatcher<Integer, Integer> batcher() {
        SerialExecutor results = new SerialExecutor(workers, failure -> {
            throw new IllegalStateException("a result failed", failure);
        });
        return new NaturalBatcher<>(this::commit, results, APPENDS, APPENDS);
    }

    private CompletionStage<List<Integer>> commit(List<Integer> batch) {
        return CompletableFuture.supplyAsync(
                () -> {
                    if (commitMicros > 0) {
                        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(commitMicros));
                    }
                    return batch;
                },
                store);
    }

    /** Submits and waits for all. */
    @Benchmark
    @OperationsPerInvocation(APPENDS)
    public Object submit() {
        List<CompletableFuture<Integer>> results = new ArrayList<>(APPENDS);
        for (int i = 0; i < APPENDS; i++) {
            results.add(batcher.submit(i).toCompletableFuture());
        }
        CompletableFuture.allOf(results.toArray(new CompletableFuture<?>[0])).join();
        return results;
    }
}
