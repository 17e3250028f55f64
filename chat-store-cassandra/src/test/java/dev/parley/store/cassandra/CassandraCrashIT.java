package dev.parley.store.cassandra;

import static dev.parley.store.cassandra.Entries.await;
import static dev.parley.store.cassandra.Entries.awaitFailure;
import static dev.parley.store.cassandra.Entries.conversation;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.datastax.oss.driver.api.core.CqlSession;
import dev.parley.core.spi.log.LogStore;
import dev.parley.protocol.ErrorCode;
import dev.parley.servers.cassandra.CassandraNode;
import dev.parley.servers.cassandra.CassandraServer;
import dev.parley.servers.cassandra.CassandraSettings;
import dev.parley.servers.cassandra.CassandraSettings.CommitLogSync;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.LoggerFactory;

/**
 * A server of its own, which has Cassandra's own commit log at first, and is killed with SIGKILL and started again with others.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CassandraCrashIT {

    private static final int KILLS = Faults.size(1, 5);

    private final ListAppender<ILoggingEvent> said = new ListAppender<>();
    private CassandraServer server;
    private CqlSession session;
    private CassandraStore store;

    @BeforeAll
    void open() {
        server = CassandraServer.start(
                CassandraSettings.single(TestCassandra.folder()).with(CommitLogSync.PERIODIC));
        session = TestCassandra.connect(server);
        Logger log = (Logger) LoggerFactory.getLogger("dev.parley.store.cassandra");
        said.start();
        log.addAppender(said);
        try {
            store = CassandraStore.open(session, options());
        } finally {
            log.detachAppender(said);
        }
    }

    @AfterAll
    void close() {
        store.close();
        session.close();
        server.close();
    }

    private CassandraStoreOptions options() {
        return TestCassandra.keyspace(session, "crash").withStatementTimeout(Duration.ofSeconds(5));
    }

    private LogStore logs() {
        return store.stores().logs();
    }

    private CassandraNode node() {
        return server.nodes().get(0);
    }

    @Test
    void aServerThatForcesItsLogLateIsWarnedOf() {
        assertThat(said.list).singleElement().satisfies(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.WARN);
            assertThat(event.getFormattedMessage())
                    .startsWith("commitlog_sync of Cassandra is periodic (expected: group or batch)");
        });
    }

    @Test
    void whatWasAckedOutlivesAServerThatIsKilled() throws Exception {
        startAgain(CommitLogSync.GROUP);
        try (Writers writers = new Writers(4, logs())) {
            for (int kill = 0; kill < KILLS; kill++) {
                writers.awaitAcks(100);
                int felt = writers.failed();
                node().kill();
                int acked = writers.acked();
                Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> writers.failed() >= felt + 8);
                assertThat(writers.acked())
                        .as("only answers that were there already are acked without a server")
                        .isLessThanOrEqualTo(acked + 4);
                node().start();
            }
            writers.awaitAcks(100);
            writers.finish();
            writers.verify(logs());
            Faults.measured("kill", writers);
        }
    }

    /** An operator does what the warning says; the store has been open all the while. */
    @Test
    void afterAnOutageTheSettingsAreReadAgain() throws Exception {
        assertThat(logs().durability()).doesNotEndWith("commit log synced: batch");
        node().kill();
        for (int i = 0; i < 120; i++) {
            assertThat(awaitFailure(logs().heads(List.of(conversation()))).code())
                    .isEqualTo(ErrorCode.STORE_UNAVAILABLE);
        }
        startAgain(CommitLogSync.BATCH);
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .ignoreExceptions()
                .until(() -> await(logs().heads(List.of(conversation()))) != null
                        && logs().durability().endsWith("commit log synced: batch"));
    }

    private void startAgain(CommitLogSync sync) throws IOException {
        node().kill();
        Path file = node().folder().resolve("cassandra.yaml");
        String config = Files.readString(file);
        for (CommitLogSync each : CommitLogSync.values()) {
            config = config.replace(each.lines() + "\n", sync.lines() + "\n");
        }
        assertThat(config).contains(sync.lines());
        Files.writeString(file, config);
        node().start();
    }
}
