package dev.parley.store.rocksdb.internal.db;

import dev.parley.store.rocksdb.RocksStoreOptions;
import java.util.List;
import java.util.function.Consumer;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.WALRecoveryMode;

/** How RocksDB is set up, and why: docs/decisions/0038. Confined to the thread that opens. */
final class Tuning {

    private static final double BITS_PER_KEY = 10;
    private static final long LEAST_BUFFER = 256 * 1024;

    private final RocksStoreOptions options;
    private final Consumer<AutoCloseable> owner;
    private final Cache blocks;
    private final BloomFilter bloom;

    /** Everything native that is made here goes to its owner. */
    Tuning(RocksStoreOptions options, Consumer<AutoCloseable> owner) {
        this.options = options;
        this.owner = owner;
        blocks = kept(new LRUCache(options.blockCacheBytes()));
        bloom = kept(new BloomFilter(BITS_PER_KEY));
    }

    private <T extends AutoCloseable> T kept(T object) {
        owner.accept(object);
        return object;
    }

    DBOptions database(boolean mayMake) {
        return kept(new DBOptions())
                .setCreateIfMissing(mayMake)
                .setCreateMissingColumnFamilies(mayMake)
                // What was forced to the disk is read back up to the first record that was cut short.
                .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery)
                // Opening needs no room on a disk that is full of what it would write once more.
                .setAvoidFlushDuringRecovery(true)
                // One thread writes: it need not share.
                .setAllowConcurrentMemtableWrite(false)
                .setEnableWriteThreadAdaptiveYield(false)
                .setDbWriteBufferSize(options.writeBufferBytes())
                .setMaxTotalWalSize(2 * options.writeBufferBytes())
                .setMaxBackgroundJobs(2)
                // Descriptors are for connections.
                .setMaxOpenFiles(512)
                .setBytesPerSync(1 << 20)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setStatsDumpPeriodSec(0)
                .setStatsPersistPeriodSec(0)
                .setMaxLogFileSize(1 << 20)
                .setKeepLogFileNum(5);
    }

    ColumnFamilyOptions family(Family family) {
        BlockBasedTableConfig table = new BlockBasedTableConfig()
                .setBlockCache(blocks)
                .setCacheIndexAndFilterBlocks(true)
                .setPinL0FilterAndIndexBlocksInCache(true)
                .setFormatVersion(5);
        ColumnFamilyOptions familyOptions = kept(new ColumnFamilyOptions())
                // Finding a row's place in a small buffer costs half of what it does in a large one.
                .setWriteBufferSize(Math.max(LEAST_BUFFER, options.writeBufferBytes() / 8))
                // Twice RocksDB's own: small buffers make small files, and each merge writes the next level again.
                .setLevel0FileNumCompactionTrigger(8)
                // Young files are soon written again: only old ones are worth compressing.
                .setCompressionPerLevel(List.of(
                        CompressionType.NO_COMPRESSION,
                        CompressionType.NO_COMPRESSION,
                        CompressionType.LZ4_COMPRESSION));
        if (family.lookedUp()) {
            table.setFilterPolicy(bloom).setWholeKeyFiltering(true);
            // A row that is not there is not looked for in the buffers, either.
            familyOptions.setMemtableWholeKeyFiltering(true).setMemtablePrefixBloomSizeRatio(0.02);
        }
        return familyOptions.setTableFormatConfig(table);
    }
}
