package dev.parley.integration.faults;

import dev.parley.core.Stores;
import dev.parley.store.jdbc.JdbcStore;
import dev.parley.store.rocksdb.RocksStore;
import dev.parley.store.rocksdb.RocksStoreOptions;
import java.nio.file.Path;

/**
 * The stores of a server, of whatever kind.
 *
 * @param stores the stores
 * @param closing closes them
 */
record OpenStore(Stores stores, Runnable closing) {

    /** Opens {@code h2} or {@code rocksdb} in a folder, or the database behind a URL. */
    static OpenStore in(Path folder, String kind) {
        if (kind.equals("rocksdb")) {
            // The log takes the room for a whole buffer in advance; a small one is soon used up on a disk that is full.
            RocksStore store =
                    RocksStore.open(folder, RocksStoreOptions.defaults().withWriteBufferBytes(1 << 20));
            return new OpenStore(store.stores(), store::close);
        }
        JdbcStore store =
                kind.equals("h2") ? JdbcStore.h2(folder) : JdbcStore.postgresql(kind, PostgresProcess.USER, "");
        return new OpenStore(store.stores(), store::close);
    }

    void close() {
        closing.run();
    }
}
