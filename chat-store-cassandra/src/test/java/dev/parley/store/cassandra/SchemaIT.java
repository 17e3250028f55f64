package dev.parley.store.cassandra;

import static dev.parley.store.cassandra.Entries.all;
import static dev.parley.store.cassandra.Entries.append;
import static dev.parley.store.cassandra.Entries.await;
import static dev.parley.store.cassandra.Entries.conversation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import dev.parley.model.ConversationId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Who makes the tables. */
class SchemaIT {

    private static final int NODES = 4;

    @Test
    void nodesThatStartAtTheSameMomentMakeTheTablesTogether() throws Exception {
        CassandraStoreOptions options = TestCassandra.keyspace(TestCassandra.session(), "together");
        List<CqlSession> sessions = new ArrayList<>();
        List<CassandraStore> stores = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(NODES);
        try {
            List<Callable<CassandraStore>> openings = new ArrayList<>();
            for (int node = 0; node < NODES; node++) {
                CqlSession session = TestCassandra.connect(TestCassandra.server());
                sessions.add(session);
                openings.add(() -> CassandraStore.open(session, options));
            }
            for (Future<CassandraStore> each : threads.invokeAll(openings)) {
                stores.add(each.get());
            }
            ConversationId conversation = conversation();
            for (CassandraStore each : stores) {
                await(append(each.stores().logs(), conversation, "of node " + stores.indexOf(each)));
            }
            stores.forEach(each -> assertThat(all(each.stores().logs(), conversation))
                    .extracting(entry -> entry.origin().key())
                    .containsExactly("of node 0", "of node 1", "of node 2", "of node 3"));
        } finally {
            threads.shutdown();
            stores.forEach(CassandraStore::close);
            sessions.forEach(CqlSession::close);
        }
    }

    @Test
    void aStoreThatMayNotMakeTablesSaysThatTheyAreMissing() {
        CassandraStoreOptions options =
                TestCassandra.keyspace(TestCassandra.session(), "bare").withCreateTables(false);
        assertThatThrownBy(() -> CassandraStore.open(TestCassandra.session(), options))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("tables of version 0 (expected: 1) in bare");
    }
}
