package dev.parley.examples;

import dev.parley.core.Stores;
import dev.parley.store.jdbc.JdbcStore;
import dev.parley.store.rocksdb.RocksStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the example server keeps its messages. Thread-safe.
 *
 * @param stores the stores
 * @param closing closes them
 */
record ExampleStore(Stores stores, Runnable closing) implements AutoCloseable {

    /** Opens what the system properties say; otherwise RocksDB, or the H2 file that an earlier version left there. */
    static ExampleStore in(Path data) {
        String otherwise = Files.exists(data.resolve("parley.mv.db")) ? "h2" : "rocksdb";
        String kind = System.getProperty("parley.store", otherwise);
        if (kind.equals("rocksdb")) {
            RocksStore store = RocksStore.open(data);
            return new ExampleStore(store.stores(), store::close);
        }
        JdbcStore store = kind.equals("h2")
                ? JdbcStore.h2(data)
                : JdbcStore.postgresql(
                        kind,
                        System.getProperty("parley.store.user", "postgres"),
                        System.getProperty("parley.store.password", ""));
        return new ExampleStore(store.stores(), store::close);
    }

    @Override
    public void close() {
        closing.run();
    }
}
