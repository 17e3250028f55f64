package dev.parley.benchmarks.load.relay;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** RocksDB with its defaults; its log is forced to the disk at each commit. Confined to one thread. */
final class RocksLog implements GroupCommit.Log {

    private final Options options;
    private final WriteOptions writing;
    private final RocksDB database;
    private long next;

    private RocksLog(Path directory) throws RocksDBException {
        RocksDB.loadLibrary();
        options = new Options().setCreateIfMissing(true);
        writing = new WriteOptions().setSync(true);
        database = RocksDB.open(options, directory.resolve("rocksdb").toString());
    }

    static RocksLog open(Path directory) throws RocksDBException {
        return new RocksLog(directory);
    }

    @Override
    public void append(List<byte[]> messages) throws RocksDBException {
        try (WriteBatch batch = new WriteBatch()) {
            for (byte[] message : messages) {
                batch.put(ByteBuffer.allocate(8).putLong(next++).array(), message);
            }
            database.write(writing, batch);
        }
    }

    @Override
    public void close() {
        database.close();
        writing.close();
        options.close();
    }
}
