package dev.parley.benchmarks.load.parley;

import dev.parley.benchmarks.load.subject.Subject;
import dev.parley.core.memory.InMemoryStores;
import dev.parley.store.jdbc.JdbcStore;
import dev.parley.store.rocksdb.RocksStore;
import java.util.List;

/** Parley on each of its stores. Thread-safe. */
public final class ParleySubjects {

    private ParleySubjects() {}

    /** All of them. A further store is a further line. */
    public static List<Subject> all() {
        OpenStore.Opening memory = directory -> new OpenStore(InMemoryStores.create(), List.of(), () -> {});
        return List.of(
                new ParleySubject("parley-memory", "in memory", JsonParleyDialect::new, memory),
                new ParleySubject(
                        "parley-rocksdb",
                        "in RocksDB, forced to disk before ack and delivery",
                        JsonParleyDialect::new,
                        directory -> {
                            RocksStore store = RocksStore.open(directory);
                            return new OpenStore(store.stores(), List.of(), store::close);
                        }),
                new ParleySubject(
                        "parley-h2", "in H2, written before ack and delivery", JsonParleyDialect::new, directory -> {
                            JdbcStore store = JdbcStore.h2(directory);
                            return new OpenStore(store.stores(), List.of(), store::close);
                        }),
                new ParleySubject(
                        "parley-postgresql",
                        "in PostgreSQL, synchronous commit before ack and delivery",
                        JsonParleyDialect::new,
                        PostgresStore::open),
                new ParleySubject(
                        "parley-cassandra",
                        "in Cassandra, forced to its commit log before ack and delivery; Redis between nodes",
                        JsonParleyDialect::new,
                        ClusterStore::open));
    }
}
