package dev.parley.store.rocksdb.internal.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBatch;

class GroupBatchTest {

    @TempDir
    Path directory;

    @Test
    void itIsWhatRocksDbMakesOfTheSameChanges() throws Exception {
        Random random = new Random(7);
        GroupBatch ours = new GroupBatch();
        try (Options options = new Options().setCreateIfMissing(true);
                RocksDB db = RocksDB.open(options, directory.toString());
                ColumnFamilyHandle family = db.createColumnFamily(new ColumnFamilyDescriptor(Bytes.utf8("further")));
                WriteBatch theirs = new WriteBatch()) {
            for (int round = 0; round < 2; round++) {
                ours.clear();
                theirs.clear();
                for (int size : new int[] {1, 127, 128, 300, 16_383, 16_384, 100_000, 2_000_000}) {
                    byte[] key = new byte[size % 400 + 1];
                    byte[] value = new byte[size];
                    random.nextBytes(key);
                    random.nextBytes(value);
                    ours.put(family.getID(), key, value);
                    theirs.put(family, key, value);
                    ours.delete(family.getID(), value);
                    theirs.delete(family, value);
                }
                ours.put(family.getID(), new byte[] {1}, new byte[0]);
                theirs.put(family, new byte[] {1}, new byte[0]);
                assertThat(ours.toBytes()).isEqualTo(theirs.data());
            }
        }
    }

    /** RocksDB writes those of its first family without a number; with the number they read the same. */
    @Test
    void rowsOfTheFirstFamilyAreRead() throws Exception {
        GroupBatch batch = new GroupBatch();
        assertThat(batch.isEmpty()).isTrue();
        batch.put(0, new byte[] {1}, new byte[] {2});
        assertThat(batch.isEmpty()).isFalse();
        try (WriteBatch theirs = new WriteBatch(batch.toBytes());
                Options options = new Options().setCreateIfMissing(true);
                RocksDB db = RocksDB.open(options, directory.toString());
                org.rocksdb.WriteOptions usual = new org.rocksdb.WriteOptions()) {
            assertThat(theirs.count()).isEqualTo(1);
            db.write(usual, theirs);
            assertThat(db.get(new byte[] {1})).containsExactly(2);
        }
    }
}
