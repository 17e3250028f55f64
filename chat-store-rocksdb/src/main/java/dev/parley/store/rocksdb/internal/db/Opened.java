package dev.parley.store.rocksdb.internal.db;

import dev.parley.store.rocksdb.RocksStoreOptions;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Checkpoint;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * An open RocksDB and everything native that belongs to it. Thread-safe, but for {@link #close}, which nothing may be
 * under way at.
 */
final class Opened implements AutoCloseable {

    private final Deque<AutoCloseable> natives = new ArrayDeque<>();
    private final Map<Family, ColumnFamilyHandle> families = new EnumMap<>(Family.class);
    private final RocksDB db;
    private final WriteOptions forced;
    private final ReadOptions latest;

    private Opened(Path folder, RocksStoreOptions options, boolean mayMake) throws RocksDBException {
        try {
            Tuning tuning = new Tuning(options, natives::push);
            List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
            Set<String> newer = known(folder);
            for (Family family : Family.values()) {
                descriptors.add(new ColumnFamilyDescriptor(Bytes.utf8(family.rocksName()), tuning.family(family)));
                newer.remove(family.rocksName());
            }
            // Families of a newer version are opened, too: otherwise its version could not be read.
            for (String name : newer) {
                descriptors.add(new ColumnFamilyDescriptor(Bytes.utf8(name), kept(new ColumnFamilyOptions())));
            }
            DBOptions dbOptions = tuning.database(mayMake);
            forced = kept(new WriteOptions().setSync(true));
            latest = kept(new ReadOptions());
            List<ColumnFamilyHandle> handles = new ArrayList<>();
            db = kept(RocksDB.open(dbOptions, folder.toString(), descriptors, handles));
            handles.forEach(natives::push);
            Iterator<ColumnFamilyHandle> handle = handles.iterator();
            for (Family family : Family.values()) {
                families.put(family, handle.next());
            }
        } catch (RocksDBException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Opens files; without leave to make them, only those that are there. */
    static Opened open(Path folder, RocksStoreOptions options, boolean mayMake) throws RocksDBException {
        return new Opened(folder, options, mayMake);
    }

    private static Set<String> known(Path folder) throws RocksDBException {
        try (Options options = new Options()) {
            Set<String> names = new LinkedHashSet<>();
            RocksDB.listColumnFamilies(options, folder.toString()).forEach(name -> names.add(Bytes.text(name)));
            return names;
        }
    }

    private <T extends AutoCloseable> T kept(T object) {
        natives.push(object);
        return object;
    }

    private ColumnFamilyHandle handle(Family family) {
        return Objects.requireNonNull(families.get(family), "every family has one");
    }

    /** The number of a family in batches. */
    int number(Family family) {
        return handle(family).getID();
    }

    byte @Nullable [] get(Family family, byte[] key) throws RocksDBException {
        return db.get(handle(family), latest, key);
    }

    byte @Nullable [] get(ReadOptions view, Family family, byte[] key) throws RocksDBException {
        return db.get(handle(family), view, key);
    }

    List<byte @Nullable []> get(ReadOptions view, Family family, List<byte[]> keys) throws RocksDBException {
        return db.multiGetAsList(view, Collections.nCopies(keys.size(), handle(family)), keys);
    }

    RocksIterator iterator(Family family) {
        return db.newIterator(handle(family), latest);
    }

    RocksIterator iterator(ReadOptions view, Family family) {
        return db.newIterator(handle(family), view);
    }

    /** Writes a batch and forces it to the disk. */
    void write(byte[] batch) throws RocksDBException {
        try (WriteBatch rocksBatch = new WriteBatch(batch)) {
            db.write(forced, rocksBatch);
        }
    }

    RocksDB db() {
        return db;
    }

    /** Makes a copy that shares files with this database where it can. */
    void checkpoint(Path target) throws RocksDBException {
        try (Checkpoint checkpoint = Checkpoint.create(db)) {
            checkpoint.createCheckpoint(target.toString());
        }
    }

    /** Closes what was opened last first. */
    @Override
    public void close() {
        while (!natives.isEmpty()) {
            try {
                natives.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException("RocksDB's objects close without exceptions", e);
            }
        }
    }
}
