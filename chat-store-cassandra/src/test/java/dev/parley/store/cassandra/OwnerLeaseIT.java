package dev.parley.store.cassandra;

import static dev.parley.store.cassandra.Entries.await;
import static dev.parley.store.cassandra.Entries.conversation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.spi.log.LogStore;
import dev.parley.model.ConversationId;
import dev.parley.model.Entry;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Decision 43's comparison on a ring of three: the store's conditional batches, and plain inserts by whoever holds a lease on
 * the log. What each costs is measured; what a lease lets happen is asserted.
 */
@Tag("ring")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OwnerLeaseIT {

    private static final int ROUNDS = 2;

    private CassandraStore one;
    private CassandraStore two;
    private LeasedLog leased;

    @BeforeAll
    void open() {
        CassandraStoreOptions options = TestRing.keyspace("leases");
        one = CassandraStore.open(TestRing.session(), options);
        two = CassandraStore.open(TestRing.session(), options);
        leased = new LeasedLog(TestRing.session(), options.keyspace());
    }

    @AfterAll
    void close() {
        one.close();
        two.close();
    }

    /** Interleaved, after a warm-up of each. */
    @Test
    void whatEachCosts() {
        StringBuilder table = new StringBuilder();
        for (int round = 0; round <= ROUNDS; round++) {
            compare("4 writers, a log each", 4, 4, round, table);
            compare("32 writers, a log each", 32, 32, round, table);
            compare("32 writers, one log", 32, 1, round, table);
            ConversationId shared = conversation();
            List<LogStore> nodes = List.of(one.stores().logs(), two.stores().logs());
            note(
                    "2 writers at two nodes, one log: conditional",
                    round,
                    Measure.of(2, writer -> key -> Entries.append(nodes.get(writer), shared, key)),
                    table);
        }
        Faults.measured("owner-lease", table);
    }

    private void compare(String what, int writers, int logs, int round, StringBuilder table) {
        List<ConversationId> conversations =
                Stream.generate(Entries::conversation).limit(logs).toList();
        IntFunction<ConversationId> of = writer -> conversations.get(writer % logs);
        note(
                what + ": conditional",
                round,
                Measure.of(writers, writer -> key -> Entries.append(one.stores().logs(), of.apply(writer), key)),
                table);
        List<ConversationId> owned =
                Stream.generate(Entries::conversation).limit(logs).toList();
        List<LeasedLog.Owner> owners =
                owned.stream().map(each -> leased.own(each, "node 1")).toList();
        note(
                what + ": leased",
                round,
                Measure.of(writers, writer -> key -> owners.get(writer % logs).append(key)),
                table);
    }

    private static void note(String what, int round, Measure measure, StringBuilder table) {
        if (round > 0) {
            table.append(what).append(": ").append(measure).append('\n');
        }
    }

    /** An owner is held up between looking at its lease and writing; it can't know that another one has taken over since. */
    @Test
    void anOwnerThatWasPausedOverwritesWhatItsSuccessorAcked() {
        ConversationId conversation = conversation();
        LeasedLog.Owner first = leased.own(conversation, "node 1");
        await(first.append("before"));
        CompletableFuture<Boolean> resumed = new CompletableFuture<>();
        CompletableFuture<Long> late = first.appendOnce(resumed, "late");
        LeasedLog.Owner successor = leased.own(conversation, "node 2");
        long acked = await(successor.append("acked by the successor"));
        resumed.complete(true);
        assertThat(await(late)).as("both acked the same seq").isEqualTo(acked);
        assertThat(leased.keys(conversation)).as("an acked message is gone").containsExactly("before", "late");
    }

    /** With the lease's epoch as the timestamp the successor's message stays, and the late one is acked and nowhere. */
    @Test
    void anEpochAsTheTimestampLosesTheLateOneInstead() {
        ConversationId conversation = conversation();
        LeasedLog.Owner first = leased.ownByEpoch(conversation, "node 1");
        await(first.append("before"));
        CompletableFuture<Boolean> resumed = new CompletableFuture<>();
        CompletableFuture<Long> late = first.appendOnce(resumed, "late");
        LeasedLog.Owner successor = leased.ownByEpoch(conversation, "node 2");
        long acked = await(successor.append("acked by the successor"));
        resumed.complete(true);
        assertThat(await(late)).as("both acked the same seq").isEqualTo(acked);
        assertThat(leased.keys(conversation))
                .as("an acked message is gone")
                .containsExactly("before", "acked by the successor");
    }

    /** The store's node is behind in the same way; the batch that it tries is refused, and goes where the log ends. */
    @Test
    void aNodeThatWasPausedIsRefusedAndGoesBehind() {
        ConversationId conversation = conversation();
        await(Entries.append(one.stores().logs(), conversation, "before"));
        await(Entries.append(two.stores().logs(), conversation, "meanwhile"));
        assertThat(Entries.seq(await(Entries.append(one.stores().logs(), conversation, "late"))))
                .isEqualTo(3);
        List<Entry> stored = Entries.all(two.stores().logs(), conversation);
        assertThat(stored).extracting(Entry::seq).containsExactly(1L, 2L, 3L);
        assertThat(stored).extracting(each -> each.origin().key()).containsExactly("before", "meanwhile", "late");
    }
}
