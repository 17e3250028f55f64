package dev.parley.store.cassandra;

import static dev.parley.store.cassandra.Entries.awaitFailure;
import static dev.parley.store.cassandra.Entries.conversation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Actor;
import dev.parley.core.spi.log.LogStore;
import dev.parley.core.spi.log.RangeEnd;
import dev.parley.model.ConversationId;
import dev.parley.model.MessageBody;
import dev.parley.model.UserId;
import dev.parley.protocol.ErrorCode;
import dev.parley.servers.cassandra.CassandraNode;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Three copies of everything, and servers of which some are gone while two nodes write. */
@Tag("ring")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RingFaultIT {

    private static final int WRITERS = 6;

    private CassandraStore store;
    private CassandraStore other;
    private TestChat engine;
    private TestChat second;

    @BeforeAll
    void open() {
        CassandraStoreOptions options = TestRing.keyspace("faults").withStatementTimeout(Duration.ofSeconds(3));
        store = CassandraStore.open(TestRing.session(), options);
        other = CassandraStore.open(TestRing.session(), options);
        engine = new TestChat(store.stores());
        second = new TestChat(other.stores());
    }

    @AfterAll
    void close() {
        engine.close();
        second.close();
        store.close();
        other.close();
    }

    private static CassandraNode server(int number) {
        return TestRing.server().nodes().get(number - 1);
    }

    private LogStore logs() {
        return store.stores().logs();
    }

    /** Sends at two nodes, to a conversation of two. */
    private Writers writers() {
        UserId peer = new UserId(conversation().value());
        ConversationId direct = Entries.await(
                        engine.chat().messages().sendTo(Actor.user("ada"), peer, "first", MessageBody.text("hello")))
                .conversation();
        return new Writers(WRITERS, direct, List.of(node(engine), node(second)));
    }

    private static Writers.Node node(TestChat engine) {
        return (conversation, key) -> engine.chat()
                .messages()
                .send(Actor.user("ada"), conversation, key, MessageBody.text(Entries.TEXT))
                .thenApply(ack -> ack.seq());
    }

    /** The second server goes when the first is back: what it had missed is read from the one that had not. */
    @Test
    void withOneOfThreeDownEverythingGoesOn() throws Exception {
        try (Writers writers = writers()) {
            writers.awaitAcks(50);
            server(2).kill();
            writers.awaitAcks(200);
            String first = writers.toString();
            server(2).start();
            writers.awaitAcks(50);
            server(3).kill();
            writers.awaitAcks(200);
            writers.finish();
            writers.verify(logs());
            writers.verify(other.stores().logs());
            server(3).start();
            Faults.measured("one-down", first + " while the first was down; in the end " + writers);
        }
    }

    @Test
    void withTwoOfThreeDownSendsAndReadsAreRefusedUntilTheyAreBack() throws Exception {
        try (Writers writers = writers()) {
            writers.awaitAcks(50);
            server(2).kill();
            server(3).kill();
            int acked = writers.acked();
            int felt = writers.failed();
            Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> writers.failed() >= felt + 50);
            assertThat(writers.acked())
                    .as("only what a majority had already is acked")
                    .isLessThanOrEqualTo(acked + WRITERS);
            assertThat(awaitFailure(logs().read(conversation(), 1, 9, 9, RangeEnd.OLDEST)))
                    .satisfies(failure -> assertThat(failure.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE))
                    .satisfies(failure -> assertThat(failure.retryable()).isTrue());
            assertThat(Entries.await(engine.chat().health()).status().name()).isEqualTo("DOWN");
            server(2).start();
            writers.awaitAcks(200);
            server(3).start();
            writers.awaitAcks(50);
            writers.finish();
            writers.verify(logs());
            Faults.measured("two-down", writers);
        }
    }

    /** Servers that keep their connections and answer nothing: batches time out half way. */
    @Test
    void withTwoOfThreePausedOutcomesAreUnknownAndSettledLater() throws Exception {
        try (Writers writers = writers()) {
            for (int round = 0; round < 3; round++) {
                writers.awaitAcks(50);
                int felt = writers.failed();
                server(1).pause();
                server(2).pause();
                try {
                    Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> writers.failed() >= felt + WRITERS);
                } finally {
                    server(1).resume();
                    server(2).resume();
                }
            }
            writers.awaitAcks(100);
            writers.finish();
            writers.verify(logs());
            writers.verify(other.stores().logs());
            Faults.measured("two-paused", writers);
        }
    }
}
