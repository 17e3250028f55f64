package dev.parley.store.cassandra;

import static dev.parley.store.cassandra.Entries.all;
import static dev.parley.store.cassandra.Entries.append;
import static dev.parley.store.cassandra.Entries.await;
import static dev.parley.store.cassandra.Entries.awaitFailure;
import static dev.parley.store.cassandra.Entries.conversation;
import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import dev.parley.core.Stores;
import dev.parley.core.spi.log.AppendResult.Appended;
import dev.parley.core.spi.log.AppendResult.Duplicate;
import dev.parley.core.spi.log.LogStore;
import dev.parley.model.ConversationId;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import dev.parley.testkit.log.LogStoreFaultContract;
import dev.parley.testkit.proxy.Direction;
import dev.parley.testkit.proxy.Fault;
import dev.parley.testkit.proxy.FaultProxy;
import dev.parley.testkit.store.StoreFaults;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a store on Cassandra says and does when the wire to the server fails. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CassandraFaultIT implements LogStoreFaultContract {

    /** The name of the column in which the server says what became of a conditional batch. */
    private static final Fault CUT_BEFORE_OUTCOME = new Fault.CutBefore("[applied]");

    private static final Fault CUT_BEFORE_BATCH = new Fault.CutBefore(Entries.TEXT);

    private final CassandraStoreOptions options =
            TestCassandra.keyspace(TestCassandra.session(), "faults").withStatementTimeout(Duration.ofSeconds(3));
    private FaultProxy wire;
    private CqlSession session;
    private CqlSession wide;
    private CassandraStore store;

    @BeforeAll
    void open() throws IOException {
        CassandraStore.createTables(TestCassandra.session(), options);
        wire = FaultProxy.to(TestCassandra.server().addresses().get(0));
        session = TestCassandra.connect(List.of(wire.address()), 1);
        wide = TestCassandra.connect(List.of(wire.address()), 3);
        store = CassandraStore.open(session, options);
    }

    @AfterEach
    void heal() {
        wire.heal();
        awaitAnswer(session);
        awaitAnswer(wide);
    }

    @AfterAll
    void close() {
        store.close();
        session.close();
        wide.close();
        wire.close();
    }

    /** The driver looks for a node that was away once a second. */
    private static void awaitAnswer(CqlSession session) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .ignoreExceptions()
                .until(() -> session.execute("SELECT key FROM system.local").one() != null);
    }

    @Override
    public Stores stores() {
        return store.stores();
    }

    @Override
    public StoreFaults faults() {
        return new StoreFaults() {
            @Override
            public void cutOff() {
                wire.refuse(true);
                wire.resetAll();
            }

            @Override
            public void loseAnswers() {
                wire.refuse(true);
                wire.fault(Direction.TO_CLIENT, CUT_BEFORE_OUTCOME);
            }

            @Override
            public void heal() {
                CassandraFaultIT.this.heal();
            }
        };
    }

    /** The answer is lost with one connection; a serial read over another one tells. */
    @Test
    void aBatchWhoseAnswerIsLostIsLookedUpAndAcked() {
        try (CassandraStore other = CassandraStore.open(wide, options)) {
            ConversationId conversation = conversation();
            wire.fault(Direction.TO_CLIENT, CUT_BEFORE_OUTCOME);
            assertThat(await(append(other.stores().logs(), conversation, "told")))
                    .isEqualTo(new Appended(1));
            wire.heal();
            assertThat(all(other.stores().logs(), conversation)).hasSize(1);
        }
    }

    /** The head that both remember is moved by neither of the lost answers twice. */
    @Test
    void whatWasLostAndRepeatedAtAnotherNodeIsOneEntry() {
        try (CassandraStore other = CassandraStore.open(TestCassandra.session(), options)) {
            ConversationId conversation = conversation();
            await(append(stores().logs(), conversation, "first"));
            faults().loseAnswers();
            ChatException lost = awaitFailure(append(stores().logs(), conversation, "second"));
            assertThat(lost.code()).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
            assertThat(lost.retryable()).isTrue();
            assertThat(await(append(other.stores().logs(), conversation, "second")))
                    .isInstanceOfSatisfying(
                            Duplicate.class,
                            duplicate -> assertThat(duplicate.stored().seq()).isEqualTo(2));
            faults().heal();
            assertThat(await(append(stores().logs(), conversation, "third"))).isEqualTo(new Appended(3));
            assertThat(all(stores().logs(), conversation)).hasSize(3);
        }
    }

    /** Two nodes write one log while answers, batches and whole connections are lost, one kind after the other. */
    @Test
    void nothingIsLostOrDoubledWhileConnectionsBreak() throws Exception {
        try (CassandraStore one = CassandraStore.open(wide, options);
                CassandraStore two = CassandraStore.open(session, options);
                Writers writers =
                        new Writers(6, one.stores().logs(), two.stores().logs())) {
            for (int round = 0; round < Faults.size(1, 5); round++) {
                writers.awaitAcks(20);
                wire.fault(Direction.TO_CLIENT, CUT_BEFORE_OUTCOME);
                awaitMore(8, wire::accepted);
                wire.heal();
                writers.awaitAcks(20);
                wire.fault(Direction.TO_SERVER, CUT_BEFORE_BATCH);
                awaitMore(8, wire::accepted);
                wire.heal();
                writers.awaitAcks(20);
                faults().loseAnswers();
                awaitMore(3, writers::failed);
                wire.heal();
                writers.awaitAcks(20);
                wire.resetAll();
            }
            writers.awaitAcks(20);
            writers.finish();
            writers.verify(stores().logs());
            Faults.measured("connections", writers + "; " + wire.accepted() + " connections made");
            assertThat(writers.failed(ErrorCode.OUTCOME_UNKNOWN))
                    .as("%s", writers)
                    .isPositive();
        }
    }

    private static void awaitMore(int more, LongSupplier counter) {
        long enough = counter.getAsLong() + more;
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> counter.getAsLong() >= enough);
    }

    @Test
    void callsBeyondTheBoundAreOverload() {
        try (CassandraStore bounded = CassandraStore.open(session, options.withCalls(4))) {
            LogStore logs = bounded.stores().logs();
            wire.fault(Direction.TO_CLIENT, new Fault.Blackhole());
            List<? extends CompletionStage<?>> underWay = Stream.generate(() -> logs.heads(List.of(conversation())))
                    .limit(4)
                    .toList();
            ChatException refused = awaitFailure(logs.heads(List.of(conversation())));
            assertThat(refused.code()).isEqualTo(ErrorCode.OVERLOADED);
            assertThat(refused.retryable()).isTrue();
            wire.heal();
            underWay.forEach(Entries::await);
            await(logs.heads(List.of(conversation())));
        }
    }

    /** Whoever waits for a server that is silent holds up others, so after a while nobody does. */
    @Test
    void aSilentServerIsNotAskedUntilItAnswers() {
        CassandraStoreOptions impatient = options.withStatementTimeout(Duration.ofMillis(500));
        try (CassandraStore guarded = CassandraStore.open(session, impatient)) {
            LogStore logs = guarded.stores().logs();
            wire.fault(Direction.TO_CLIENT, new Fault.Blackhole());
            List<? extends CompletionStage<?>> unanswered = Stream.generate(() -> logs.heads(List.of(conversation())))
                    .limit(60)
                    .toList();
            unanswered.forEach(each -> assertThat(awaitFailure(each).code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE));
            CompletionStage<?> refused = logs.heads(List.of(conversation()));
            assertThat(refused.toCompletableFuture())
                    .as("refused without asking")
                    .isDone();
            assertThat(awaitFailure(refused))
                    .hasMessageContaining("is not asked for a moment")
                    .satisfies(failure -> assertThat(failure.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE))
                    .satisfies(failure -> assertThat(failure.retryable()).isTrue());
            wire.heal();
            Awaitility.await()
                    .atMost(1, TimeUnit.MINUTES)
                    .ignoreExceptions()
                    .until(() -> await(logs.heads(List.of(conversation()))) != null);
        }
    }
}
