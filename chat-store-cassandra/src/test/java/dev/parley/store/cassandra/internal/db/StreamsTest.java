package dev.parley.store.cassandra.internal.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StreamsTest {

    private final Streams streams = new Streams(2);
    private final List<CompletableFuture<String>> begun = new ArrayList<>();

    private CompletableFuture<String> run() {
        return streams.run(() -> {
                    CompletableFuture<String> statement = new CompletableFuture<>();
                    begun.add(statement);
                    return statement;
                })
                .toCompletableFuture();
    }

    @Test
    void whatFindsNoRoomWaitsForWhatEnds() {
        List<CompletableFuture<String>> results =
                IntStream.range(0, 4).mapToObj(i -> run()).toList();
        assertThat(begun).hasSize(2);
        begun.get(1).complete("b");
        assertThat(results.get(1)).isCompletedWithValue("b");
        assertThat(begun).hasSize(3);
        begun.get(0).completeExceptionally(new IllegalStateException("a"));
        assertThat(results.get(0)).isCompletedExceptionally();
        assertThat(begun).hasSize(4);
        begun.get(2).complete("c");
        begun.get(3).complete("d");
        assertThat(results.get(2)).isCompletedWithValue("c");
        assertThat(results.get(3)).isCompletedWithValue("d");
        assertThat(run()).isNotDone();
        assertThat(begun).hasSize(5);
    }

    @Test
    void aStatementThatCannotBeginGivesItsRoomBack() {
        for (int i = 0; i < 5; i++) {
            CompletionStage<String> failed = streams.run(() -> {
                throw new IllegalStateException("cannot begin");
            });
            assertThatThrownBy(() -> failed.toCompletableFuture().join()).hasMessageContaining("cannot begin");
        }
        assertThat(run()).isNotDone();
        assertThat(begun).hasSize(1);
    }

    /** As when the breaker opens while very many wait. */
    @Test
    void aHundredThousandThatFailAtOnceAreNoDeeperCall() {
        CompletableFuture<String> first = run();
        CompletableFuture<String> second = run();
        AtomicInteger failed = new AtomicInteger();
        Supplier<CompletionStage<String>> refused =
                () -> CompletableFuture.failedFuture(new IllegalStateException("no"));
        for (int i = 0; i < 100_000; i++) {
            CompletionStage<String> unused =
                    streams.run(refused).whenComplete((done, failure) -> failed.incrementAndGet());
        }
        assertThat(failed).hasValue(0);
        begun.get(0).complete("");
        assertThat(first).isCompleted();
        assertThat(failed).hasValue(100_000);
        assertThat(second).isNotDone();
    }

    @Test
    void howeverThreadsRaceAllRunAndNeverMoreThanThereIsRoomFor() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<CompletableFuture<Integer>> results = new ArrayList<>();
        try {
            for (int i = 0; i < 20_000; i++) {
                int number = i;
                Supplier<CompletionStage<Integer>> statement = () -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    return CompletableFuture.supplyAsync(
                            () -> {
                                now.decrementAndGet();
                                return number;
                            },
                            threads);
                };
                results.add(
                        CompletableFuture.supplyAsync(() -> statement, threads).thenCompose(streams::run));
            }
            for (int i = 0; i < results.size(); i++) {
                assertThat(results.get(i).get(60, TimeUnit.SECONDS)).isEqualTo(i);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(most.get()).isBetween(1, 2);
    }
}
