package dev.parley.store.jdbc;

import static dev.parley.store.jdbc.Entries.append;
import static dev.parley.store.jdbc.Entries.await;
import static dev.parley.store.jdbc.Entries.conversation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Stores;
import dev.parley.core.spi.log.Append;
import dev.parley.core.spi.log.AppendResult;
import dev.parley.core.spi.log.RangeEnd;
import dev.parley.core.spi.state.InboxBump;
import dev.parley.core.spi.state.MarkAdvance;
import dev.parley.model.ConversationId;
import dev.parley.model.Entry;
import dev.parley.model.Marks;
import dev.parley.model.UserId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Two nodes with a store each, on one PostgreSQL database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresNodesIT {

    private static final int WRITERS = 4;
    private static final int ROUNDS = 40;

    private final String url = TestPostgres.url(TestPostgres.port(), TestPostgres.newDatabase());
    private final ExecutorService threads = Executors.newFixedThreadPool(2 * WRITERS);
    private List<JdbcStore> nodes = List.of();

    /** Both start at once on an empty database. */
    @BeforeAll
    void open() throws Exception {
        Callable<JdbcStore> opening = () -> JdbcStore.postgresql(url, TestPostgres.USER, TestPostgres.PASSWORD);
        List<JdbcStore> opened = new ArrayList<>();
        for (Future<JdbcStore> each : threads.invokeAll(List.of(opening, opening))) {
            opened.add(each.get());
        }
        nodes = opened;
    }

    @AfterAll
    void close() {
        nodes.forEach(JdbcStore::close);
        threads.shutdown();
    }

    private void onBothNodes(NodeWork work) throws Exception {
        List<Callable<Void>> calls = new ArrayList<>();
        for (int writer = 0; writer < 2 * WRITERS; writer++) {
            int number = writer;
            calls.add(() -> {
                work.run(number, nodes.get(number % 2).stores());
                return null;
            });
        }
        for (Future<Void> each : threads.invokeAll(calls)) {
            each.get();
        }
    }

    private interface NodeWork {
        void run(int writer, Stores stores) throws Exception;
    }

    @Test
    void batchesThatOverlapMakeDenseLogsAndNoDeadlock() throws Exception {
        List<ConversationId> conversations =
                Stream.generate(Entries::conversation).limit(12).toList();
        onBothNodes((writer, stores) -> {
            Random random = new Random(writer);
            for (int round = 0; round < ROUNDS; round++) {
                List<ConversationId> some = new ArrayList<>(conversations);
                Collections.shuffle(some, random);
                String key = "w" + writer + "-" + round;
                List<Append> batch = some.subList(0, 6).stream()
                        .map(each -> append(each, key))
                        .toList();
                assertThat(await(stores.logs().append(batch)))
                        .allSatisfy(result -> assertThat(result).isInstanceOf(AppendResult.Appended.class));
            }
        });
        int total = 0;
        for (ConversationId conversation : conversations) {
            List<Entry> entries = await(nodes.get(0)
                    .stores()
                    .logs()
                    .read(conversation, 1, Long.MAX_VALUE, Integer.MAX_VALUE, RangeEnd.OLDEST));
            assertThat(entries).extracting(Entry::seq).containsExactlyElementsOf(denseTo(entries.size()));
            assertThat(entries).extracting(entry -> entry.origin().key()).doesNotHaveDuplicates();
            total += entries.size();
        }
        assertThat(total).isEqualTo(2 * WRITERS * ROUNDS * 6);
    }

    private static List<Long> denseTo(long head) {
        return LongStream.rangeClosed(1, head).boxed().toList();
    }

    @Test
    void theSameAppendFromEverywhereMakesOneEntry() throws Exception {
        ConversationId conversation = conversation();
        List<AppendResult> results = Collections.synchronizedList(new ArrayList<>());
        onBothNodes((writer, stores) -> {
            for (int round = 0; round < ROUNDS; round++) {
                results.addAll(await(stores.logs().append(List.of(append(conversation, "k" + round)))));
            }
        });
        assertThat(results).filteredOn(AppendResult.Appended.class::isInstance).hasSize(ROUNDS);
        assertThat(results).filteredOn(AppendResult.Duplicate.class::isInstance).hasSize(ROUNDS * (2 * WRITERS - 1));
    }

    @Test
    void marksAndInboxesEndAtTheHighestWithoutDeadlock() throws Exception {
        List<UserId> users =
                IntStream.range(0, 10).mapToObj(i -> new UserId("u" + i)).toList();
        ConversationId conversation = conversation();
        onBothNodes((writer, stores) -> {
            Random random = new Random(writer);
            for (int round = 1; round <= ROUNDS; round++) {
                List<UserId> some = new ArrayList<>(users);
                Collections.shuffle(some, random);
                long seq = round;
                await(stores.marks()
                        .advance(some.stream()
                                .map(user -> new MarkAdvance(user, null, conversation, new Marks(seq, seq, seq)))
                                .toList()));
                await(stores.inboxes()
                        .bump(some.stream()
                                .map(user -> new InboxBump(user, conversation, seq, new UUID(0, seq)))
                                .toList()));
            }
        });
        Stores stores = nodes.get(1).stores();
        assertThat(await(stores.marks().ofConversation(conversation, users)).values())
                .hasSize(users.size())
                .containsOnly(new Marks(ROUNDS, ROUNDS, ROUNDS));
        for (UserId user : users) {
            assertThat(await(stores.inboxes().rows(user, List.of(conversation))).get(conversation))
                    .satisfies(row -> assertThat(row.lastSeq()).isEqualTo(ROUNDS))
                    .satisfies(row -> assertThat(row.sortId()).isEqualTo(new UUID(0, ROUNDS)));
        }
    }
}
