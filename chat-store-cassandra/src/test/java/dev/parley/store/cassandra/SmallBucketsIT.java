package dev.parley.store.cassandra;

import static dev.parley.store.cassandra.Entries.all;
import static dev.parley.store.cassandra.Entries.append;
import static dev.parley.store.cassandra.Entries.await;
import static dev.parley.store.cassandra.Entries.conversation;
import static dev.parley.store.cassandra.Entries.entry;
import static dev.parley.store.cassandra.Entries.seqs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DriverExecutionProfile;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.session.Request;
import com.datastax.oss.driver.api.core.tracker.RequestTracker;
import dev.parley.core.Stores;
import dev.parley.core.spi.log.Append;
import dev.parley.core.spi.log.AppendResult;
import dev.parley.core.spi.log.AppendResult.Appended;
import dev.parley.core.spi.log.AppendResult.Duplicate;
import dev.parley.core.spi.log.Expectation;
import dev.parley.core.spi.log.LogHead;
import dev.parley.core.spi.log.LogStore;
import dev.parley.core.spi.log.NewEntry;
import dev.parley.core.spi.log.RangeEnd;
import dev.parley.model.ConversationId;
import dev.parley.model.Entry;
import dev.parley.testkit.log.LogStoreContract;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Logs whose buckets hold two entries, so that everything happens at the boundary of some; and two nodes that share them. */
class SmallBucketsIT implements LogStoreContract {

    private static final CassandraStoreOptions OPTIONS =
            TestCassandra.keyspace(TestCassandra.session(), "small").withBucketEntries(2);
    private static final CassandraStore ONE = CassandraStore.open(TestCassandra.session(), OPTIONS);
    private static final CassandraStore TWO = CassandraStore.open(TestCassandra.session(), OPTIONS);

    @Override
    public Stores stores() {
        return ONE.stores();
    }

    /** Bucket after bucket fills while copies of each message are on their way at both nodes. */
    @Test
    void copiesOfAMessageAtTwoNodesMakeOneEntryAtEveryBoundary() {
        ConversationId conversation = conversation();
        int messages = 12;
        int copies = 4;
        List<CompletionStage<AppendResult>> answers = new ArrayList<>();
        for (int message = 0; message < messages; message++) {
            for (int copy = 0; copy < copies; copy++) {
                LogStore logs = (copy % 2 == 0 ? ONE : TWO).stores().logs();
                answers.add(append(logs, conversation, entry("message-" + message)));
            }
        }
        List<AppendResult> results = answers.stream().map(Entries::await).toList();
        List<Entry> stored = all(ONE.stores().logs(), conversation);
        assertThat(stored).extracting(Entry::seq).containsExactlyElementsOf(seqs(messages));
        assertThat(stored).extracting(each -> each.origin().key()).doesNotHaveDuplicates();
        assertThat(results).filteredOn(Appended.class::isInstance).hasSize(messages);
        assertThat(results).filteredOn(Duplicate.class::isInstance).hasSize(messages * (copies - 1));
        assertThat(all(TWO.stores().logs(), conversation)).isEqualTo(stored);
    }

    /** A retry long after, at a node that has never seen the conversation. */
    @Test
    void aRetryIsToldAtTheOtherNodeManyBucketsLater() {
        ConversationId conversation = conversation();
        NewEntry first = entry("first");
        await(append(ONE.stores().logs(), conversation, first));
        for (int i = 0; i < 9; i++) {
            await(append(ONE.stores().logs(), conversation, entry("later-" + i)));
        }
        Entry stored = all(ONE.stores().logs(), conversation).get(0);
        LogStore other = TWO.stores().logs();
        assertThat(await(append(other, conversation, entry("first")))).isEqualTo(new Duplicate(stored));
        assertThat(await(append(other, conversation, entry("last")))).isEqualTo(new Appended(11));
        assertThat(await(other.find(conversation, first.origin().sender(), "first")))
                .contains(stored);
    }

    /** A node whose idea of the end is many buckets old. */
    @Test
    void aNodeThatIsBehindCatchesUp() {
        ConversationId conversation = conversation();
        await(append(TWO.stores().logs(), conversation, entry("at the other")));
        for (int i = 0; i < 7; i++) {
            await(append(ONE.stores().logs(), conversation, entry("meanwhile-" + i)));
        }
        assertThat(await(append(TWO.stores().logs(), conversation, entry("behind"))))
                .isEqualTo(new Appended(9));
        assertThat(await(ONE.stores().logs().heads(List.of(conversation))))
                .containsEntry(conversation, new LogHead(9, 0));
    }

    /** A batch on an old end costs what a look does not: a round of all replicas that ends in a refusal. */
    @Test
    void aNodeThatHearsThatItIsBehindLooksBeforeItAppends() {
        Batches batches = new Batches();
        List<InetSocketAddress> addresses = TestCassandra.server().addresses();
        try (CqlSession session = TestCassandra.builder(addresses, 1)
                        .addRequestTracker(batches)
                        .build();
                CassandraStore behind = CassandraStore.open(session, OPTIONS)) {
            LogStore logs = behind.stores().logs();
            ConversationId conversation = conversation();
            await(append(logs, conversation, entry("first")));
            for (long seq = 2; seq <= 8; seq++) {
                await(append(ONE.stores().logs(), conversation, entry("meanwhile-" + seq)));
                logs.reaches(conversation, seq);
            }
            assertThat(await(append(logs, conversation, entry("behind")))).isEqualTo(new Appended(9));
            logs.reaches(conversation, 1_000);
            assertThat(await(append(logs, conversation, entry("believes anything"))))
                    .isEqualTo(new Appended(10));
            // The driver tells its tracker of a batch after the answer.
            Awaitility.await()
                    .during(Duration.ofMillis(300))
                    .atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(batches.sent)
                            .as("one batch for each append")
                            .hasValue(3));
        }
    }

    /** What is too large for its bucket stays whole, and what comes behind is found. */
    @Test
    void anAppendLargerThanSeveralBucketsIsReadFromAnywhere() {
        ConversationId conversation = conversation();
        LogStore logs = ONE.stores().logs();
        await(append(logs, conversation, entry("before")));
        List<NewEntry> large =
                LongStream.range(0, 9).mapToObj(i -> entry("large-" + i)).toList();
        assertThat(await(logs.append(List.of(new Append(conversation, Expectation.ANY, large)))))
                .containsExactly(new Appended(2));
        await(append(logs, conversation, entry("after")));
        LogStore cold = TWO.stores().logs();
        for (long from = 1; from <= 11; from++) {
            assertThat(await(cold.read(conversation, from, 11, 3, RangeEnd.OLDEST)))
                    .extracting(Entry::seq)
                    .containsExactlyElementsOf(LongStream.rangeClosed(from, Math.min(from + 2, 11))
                            .boxed()
                            .toList());
        }
    }

    /** The size of buckets says where entries are: it can't change. */
    @Test
    void otherBucketsThanTheKeyspaceWasBegunWithAreRefused() {
        assertThatThrownBy(() -> CassandraStore.open(TestCassandra.session(), OPTIONS.withBucketEntries(3)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("bucketEntries: 3 (expected: 2, as the keyspace was begun with)");
    }

    /** The server of these tests forces every write, and keeps one copy. */
    @Test
    void theStoreSaysWhatSurvives() {
        assertThat(ONE.stores().logs().durability())
                .isEqualTo("Cassandra keyspace small (replication_factor 1), a majority of datacenter,"
                        + " commit log synced: batch");
    }

    /** Counts batches. Thread-safe. */
    private static final class Batches implements RequestTracker {

        private final AtomicInteger sent = new AtomicInteger();

        @Override
        public void onSuccess(
                Request request, long latencyNanos, DriverExecutionProfile profile, Node node, String logPrefix) {
            if (request instanceof BatchStatement) {
                sent.incrementAndGet();
            }
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
