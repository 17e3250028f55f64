package dev.parley.store.rocksdb.internal.db;

import static dev.parley.store.rocksdb.Entries.ADA;
import static dev.parley.store.rocksdb.Entries.append;
import static dev.parley.store.rocksdb.Entries.await;
import static dev.parley.store.rocksdb.Entries.conversation;
import static dev.parley.store.rocksdb.Entries.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.spi.log.AppendResult;
import dev.parley.core.spi.log.Expectation;
import dev.parley.core.spi.log.LogHead;
import dev.parley.core.spi.state.InboxBump;
import dev.parley.core.spi.state.InboxRow;
import dev.parley.core.spi.state.MarkAdvance;
import dev.parley.core.spi.state.MarkChange;
import dev.parley.model.ConversationId;
import dev.parley.model.Marks;
import dev.parley.protocol.ErrorCode;
import dev.parley.store.rocksdb.RocksStoreOptions;
import dev.parley.store.rocksdb.internal.log.RocksLogStore;
import dev.parley.store.rocksdb.internal.state.RocksInboxStore;
import dev.parley.store.rocksdb.internal.state.RocksMarkStore;
import dev.parley.view.ConversationSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writes that share a group: the committer is held up at one write, and what comes meanwhile is one group with it. */
class GroupCommitTest {

    private static final int QUEUE = 50;

    @TempDir
    Path directory;

    private final ConversationId conversation = conversation();
    private final CountDownLatch go = new CountDownLatch(1);
    private Database database;
    private RocksLogStore logs;
    private RocksInboxStore inboxes;
    private RocksMarkStore marks;

    @BeforeEach
    void open() {
        // Nothing is remembered beyond a group: each is judged by what is stored.
        database = Database.open(
                directory, RocksStoreOptions.defaults().withQueueCapacity(QUEUE).withRecentBytes(0));
        logs = new RocksLogStore(database);
        inboxes = new RocksInboxStore(database);
        marks = new RocksMarkStore(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** Holds the committer up, and returns when it is. */
    private CompletionStage<Void> hold() throws InterruptedException {
        CountDownLatch held = new CountDownLatch(1);
        CompletionStage<Void> hold = database.write(group -> {
            held.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return Database.done();
        });
        assertThat(held.await(60, TimeUnit.SECONDS)).isTrue();
        return hold;
    }

    private CompletionStage<List<AppendResult>> send(String key) {
        return logs.append(List.of(append(conversation, key)));
    }

    @Test
    void equalSendsOfOneGroupMakeOneMessage() throws Exception {
        hold();
        List<CompletionStage<List<AppendResult>>> all =
                IntStream.range(0, 10).mapToObj(i -> send("k")).toList();
        CompletionStage<List<AppendResult>> other =
                logs.append(List.of(append(conversation, Expectation.ANY, "k", "something else")));
        go.countDown();
        assertThat(await(all.get(0))).containsExactly(new AppendResult.Appended(1));
        for (CompletionStage<List<AppendResult>> again : all.subList(1, all.size())) {
            assertThat(await(again)).hasExactlyElementsOfTypes(AppendResult.Duplicate.class);
        }
        assertThat(await(other)).hasExactlyElementsOfTypes(AppendResult.KeyReused.class);
        assertThat(await(logs.heads(List.of(conversation)))).containsEntry(conversation, new LogHead(1, 0));
    }

    @Test
    void appendsBumpsAndMarksOfOneGroupSeeEachOther() throws Exception {
        UUID older = new UUID(1, 1);
        UUID newer = new UUID(2, 2);
        ConversationSettings pinned = new ConversationSettings(null, true);
        hold();
        CompletionStage<List<AppendResult>> first = send("k1");
        CompletionStage<Void> bumped = inboxes.bump(List.of(new InboxBump(ADA, conversation, 2, newer)));
        CompletionStage<Void> configured = inboxes.configure(ADA, conversation, pinned);
        CompletionStage<Void> late = inboxes.bump(List.of(new InboxBump(ADA, conversation, 1, older)));
        CompletionStage<List<MarkChange>> read = advance(new Marks(1, 1, 0));
        CompletionStage<List<AppendResult>> second =
                logs.append(List.of(append(conversation, Expectation.head(1), "k2", "two")));
        CompletionStage<List<MarkChange>> delivered = advance(new Marks(2, 0, 0));
        go.countDown();
        assertThat(await(first)).containsExactly(new AppendResult.Appended(1));
        assertThat(await(second)).containsExactly(new AppendResult.Appended(2));
        await(bumped);
        await(configured);
        await(late);
        assertThat(await(inboxes.page(ADA, Optional.empty(), 9)))
                .containsExactly(new InboxRow(conversation, 2, newer, pinned));
        assertThat(await(read)).containsExactly(new MarkChange(Marks.NONE, new Marks(1, 1, 0)));
        assertThat(await(delivered)).containsExactly(new MarkChange(new Marks(1, 1, 0), new Marks(2, 1, 0)));
    }

    private CompletionStage<List<MarkChange>> advance(Marks to) {
        return marks.advance(List.of(new MarkAdvance(ADA, null, conversation, to)));
    }

    @Test
    void aRefusedAppendTakesNoOtherOfItsGroupWithIt() throws Exception {
        hold();
        CompletionStage<List<AppendResult>> first = send("k1");
        CompletionStage<List<AppendResult>> refused =
                logs.append(List.of(append(conversation, Expectation.head(7), "k2", "two")));
        CompletionStage<List<AppendResult>> third = send("k3");
        go.countDown();
        assertThat(await(first)).containsExactly(new AppendResult.Appended(1));
        assertThat(await(refused)).containsExactly(new AppendResult.Conflict(new LogHead(1, 0)));
        assertThat(await(third)).containsExactly(new AppendResult.Appended(2));
    }

    @Test
    void aWriteThatCannotBeJudgedTakesNoOtherOfItsGroupWithIt() throws Exception {
        hold();
        CompletionStage<List<AppendResult>> first = send("k1");
        CompletionStage<Void> broken = database.write(group -> {
            group.put(Family.META, Bytes.utf8("half"), new byte[] {1});
            throw new IllegalStateException("a fault");
        });
        CompletionStage<List<AppendResult>> second = send("k2");
        go.countDown();
        assertThat(await(first)).containsExactly(new AppendResult.Appended(1));
        assertThat(failure(broken)).isEqualTo(ErrorCode.INTERNAL);
        assertThat(await(second)).containsExactly(new AppendResult.Appended(2));
        CompletionStage<Boolean> absent = database.read(view -> view.get(Family.META, Bytes.utf8("half")) == null);
        assertThat(await(absent)).isTrue();
    }

    @Test
    void moreWritesThanTheQueueHoldsAreRefusedAtOnce() throws Exception {
        hold();
        List<CompletionStage<List<AppendResult>>> accepted =
                IntStream.range(0, QUEUE).mapToObj(i -> send("k" + i)).toList();
        assertThat(failure(send("one too many"))).isEqualTo(ErrorCode.OVERLOADED);
        go.countDown();
        for (int i = 0; i < QUEUE; i++) {
            assertThat(await(accepted.get(i))).containsExactly(new AppendResult.Appended(i + 1));
        }
    }

    /** Each is judged by what the ones before it left, also where those are a group of their own. */
    @Test
    void aLargeGroupIsWrittenInParts() throws Exception {
        String large = "x".repeat(99_000);
        hold();
        List<CompletionStage<List<AppendResult>>> all = IntStream.range(0, QUEUE - 1)
                .mapToObj(i -> logs.append(List.of(
                        append(conversation, Expectation.ANY, "a" + i, large),
                        append(conversation, Expectation.ANY, "b" + i, large))))
                .toList();
        CompletionStage<List<AppendResult>> again = send("a3");
        go.countDown();
        for (int i = 0; i < all.size(); i++) {
            assertThat(await(all.get(i)))
                    .containsExactly(new AppendResult.Appended(2L * i + 1), new AppendResult.Appended(2L * i + 2));
        }
        assertThat(await(again)).hasExactlyElementsOfTypes(AppendResult.KeyReused.class);
    }
}
