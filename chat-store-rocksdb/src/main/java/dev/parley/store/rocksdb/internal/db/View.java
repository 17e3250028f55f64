package dev.parley.store.rocksdb.internal.db;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Snapshot;

/** The database as it was at one moment: all that one read sees. Confined to the thread that reads. */
public final class View implements AutoCloseable {

    /** A row that a scan is at; what is not asked for is not copied out of the database. */
    public interface Row {
        /** Its key. */
        byte[] key();

        /** Its value. */
        byte[] value();
    }

    /** Takes rows in the order of their keys. */
    @FunctionalInterface
    public interface Rows {
        /** Takes one, which it does not keep; returns whether to go on. */
        boolean take(Row row);
    }

    /** Takes keys, and says where to go on. */
    @FunctionalInterface
    public interface Hops {
        /** Takes one; returns the key from which on the next is wanted, or null when that is enough. */
        byte @Nullable [] next(byte[] key);
    }

    private record Current(RocksIterator iterator) implements Row {
        @Override
        public byte[] key() {
            return iterator.key();
        }

        @Override
        public byte[] value() {
            return iterator.value();
        }
    }

    private final Opened opened;
    private final ReadOptions options;
    private final Snapshot snapshot;

    View(Opened opened) {
        this.opened = opened;
        snapshot = opened.db().getSnapshot();
        options = new ReadOptions().setSnapshot(snapshot);
    }

    /** Reads one row. */
    public byte @Nullable [] get(Family family, byte[] key) {
        try {
            return opened.get(options, family, key);
        } catch (RocksDBException e) {
            throw Failures.read(e);
        }
    }

    /** Reads several rows; null where there is none. */
    public List<byte @Nullable []> get(Family family, List<byte[]> keys) {
        if (keys.isEmpty()) {
            return List.of();
        }
        try {
            if (keys.size() == 1) {
                List<byte @Nullable []> one = new ArrayList<>(1);
                one.add(opened.get(options, family, keys.get(0)));
                return one;
            }
            return opened.get(options, family, keys);
        } catch (RocksDBException e) {
            throw Failures.read(e);
        }
    }

    /** Reads the rows from a key on for as long as their keys begin with a prefix. */
    public void scan(Family family, byte[] prefix, byte[] from, Rows rows) {
        try (Slice end = new Slice(Bytes.behind(prefix));
                ReadOptions bounded = new ReadOptions().setSnapshot(snapshot).setIterateUpperBound(end);
                RocksIterator iterator = opened.iterator(bounded, family)) {
            Row row = new Current(iterator);
            iterator.seek(from);
            while (iterator.isValid() && rows.take(row)) {
                iterator.next();
            }
            iterator.status();
        } catch (RocksDBException e) {
            throw Failures.read(e);
        }
    }

    /** Reads all rows whose keys begin with a prefix. */
    public void scan(Family family, byte[] prefix, Rows rows) {
        scan(family, prefix, prefix, rows);
    }

    /** Reads keys, from one on, and after each from the one that it leads to. */
    public void hop(Family family, byte[] from, Hops hops) {
        try (RocksIterator iterator = opened.iterator(options, family)) {
            byte[] next = from;
            while (next != null) {
                iterator.seek(next);
                next = iterator.isValid() ? hops.next(iterator.key()) : null;
            }
            iterator.status();
        } catch (RocksDBException e) {
            throw Failures.read(e);
        }
    }

    /** The last row up to a key, when its key begins with a prefix; returns whether there is one. */
    public boolean last(Family family, byte[] prefix, byte[] upTo, Rows row) {
        return last(opened.iterator(options, family), prefix, upTo, row);
    }

    static boolean last(RocksIterator source, byte[] prefix, byte[] upTo, Rows row) {
        try (RocksIterator iterator = source) {
            iterator.seekForPrev(upTo);
            if (!iterator.isValid()) {
                iterator.status();
                return false;
            }
            return Bytes.startsWith(iterator.key(), prefix) && row.take(new Current(iterator));
        } catch (RocksDBException e) {
            throw Failures.read(e);
        }
    }

    @Override
    public void close() {
        options.close();
        opened.db().releaseSnapshot(snapshot);
        snapshot.close();
    }
}
