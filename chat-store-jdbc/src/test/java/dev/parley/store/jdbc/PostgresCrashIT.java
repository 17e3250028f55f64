package dev.parley.store.jdbc;

import static dev.parley.store.jdbc.Entries.append;
import static dev.parley.store.jdbc.Entries.await;
import static dev.parley.store.jdbc.Entries.conversation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.spi.log.AppendResult;
import dev.parley.core.spi.log.LogStore;
import dev.parley.core.spi.log.RangeEnd;
import dev.parley.model.ConversationId;
import dev.parley.model.Entry;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A PostgreSQL server with its usual durability that is killed with SIGKILL while a store writes. */
class PostgresCrashIT {

    private static final int CRASHES = 3;
    private static final int WRITERS = 4;

    @TempDir
    Path directory;

    private final ConversationId conversation = conversation();
    private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();
    private final AtomicInteger retries = new AtomicInteger();
    private volatile boolean finished;

    @Test
    void aStoreLosesNothingAndGoesOnWhenTheServerIsBack() throws Exception {
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        JdbcStoreOptions options = JdbcStoreOptions.defaults().withConnectionTimeout(Duration.ofSeconds(2));
        try (CrashablePostgres server = new CrashablePostgres(directory.resolve("data"));
                JdbcStore store =
                        JdbcStore.postgresql(server.url(), TestPostgres.USER, TestPostgres.PASSWORD, options)) {
            assertThat(store.stores().durability()).contains("fsync on, synchronous_commit on");
            LogStore logs = store.stores().logs();
            List<? extends Future<?>> running = IntStream.range(0, WRITERS)
                    .mapToObj(writer -> writers.submit(() -> write(logs, "w" + writer)))
                    .toList();
            for (int crash = 1; crash <= CRASHES; crash++) {
                int some = acknowledged.size() + 100;
                Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> acknowledged.size() >= some);
                int felt = retries.get();
                server.kill();
                // A server that is back at once may go unnoticed: the store tries again by itself.
                Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> retries.get() > felt);
                server.startAgain();
            }
            finished = true;
            for (Future<?> each : running) {
                each.get();
            }
            List<Entry> entries = await(logs.read(conversation, 1, Long.MAX_VALUE, Integer.MAX_VALUE, RangeEnd.OLDEST));
            assertThat(entries)
                    .extracting(Entry::seq)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, entries.size()).boxed().toList());
            assertThat(entries)
                    .extracting(entry -> Map.entry(entry.origin().key(), entry.seq()))
                    .containsExactlyInAnyOrderElementsOf(acknowledged.entrySet());
        } finally {
            writers.shutdown();
        }
    }

    /** Appends until told to finish, each append until it has an answer, and counts how often it had to try again. */
    private Boolean write(LogStore logs, String writer) throws Exception {
        List<String> keys = Stream.iterate(0, i -> i + 1)
                .limit(100_000)
                .map(i -> writer + "-" + i)
                .toList();
        for (String key : keys) {
            if (finished) {
                break;
            }
            boolean answered = false;
            while (!answered) {
                try {
                    AppendResult result = await(logs.append(List.of(append(conversation, key))))
                            .get(0);
                    acknowledged.put(key, seqOf(result));
                    answered = true;
                } catch (ExecutionException e) {
                    assertThat(e.getCause())
                            .isInstanceOfSatisfying(
                                    ChatException.class,
                                    failure -> assertThat(failure.code())
                                            .isIn(ErrorCode.STORE_UNAVAILABLE, ErrorCode.OUTCOME_UNKNOWN));
                    retries.incrementAndGet();
                }
            }
        }
        return true;
    }

    private static long seqOf(AppendResult result) {
        if (result instanceof AppendResult.Appended appended) {
            return appended.firstSeq();
        }
        assertThat(result).isInstanceOf(AppendResult.Duplicate.class);
        return ((AppendResult.Duplicate) result).stored().seq();
    }
}
