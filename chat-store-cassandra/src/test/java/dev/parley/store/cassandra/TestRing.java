package dev.parley.store.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import dev.parley.servers.cassandra.CassandraServer;
import dev.parley.servers.cassandra.CassandraSettings;

/** One ring of three for all tests of this JVM, and a session on it. */
final class TestRing {

    private static final int COPIES = 3;
    private static final CassandraServer SERVER = CassandraServer.start(CassandraSettings.ring(TestCassandra.folder()));
    private static final CqlSession SESSION = TestCassandra.connect(SERVER);

    private TestRing() {}

    static CassandraServer server() {
        return SERVER;
    }

    static CqlSession session() {
        return SESSION;
    }

    /** Options for a keyspace of three copies, which is there then. */
    static CassandraStoreOptions keyspace(String name) {
        return TestCassandra.keyspace(SESSION, name, COPIES);
    }
}
